"""What the history of changes says of a step: the verb with the number, in words of each language."""

from desktop_crm.base.changes import Label
from desktop_crm.base.i18n import N_

_TEXTS = {
    "acknowledge": N_("Acknowledge complaint {number}"),
    "assess": N_("Assess complaint {number}"),
    "investigate": N_("Investigate complaint {number}"),
    "decide": N_("Decide on complaint {number}"),
    "give_remedy": N_("Give the remedy for complaint {number}"),
    "answer": N_("Answer complaint {number}"),
    "answer_unjustified": N_("Answer complaint {number} as unjustified"),
    "settle": N_("Note and close complaint {number}"),
    "close": N_("Close complaint {number}"),
    "wait_complainant": N_("Complaint {number} waits for the complainant"),
    "wait_third_party": N_("Complaint {number} waits for a third party"),
    "resume": N_("Go on with complaint {number}"),
    "withdraw": N_("Withdraw complaint {number}"),
    "mark_duplicate": N_("Mark complaint {number} as duplicate"),
    "escalate": N_("Escalate complaint {number} outside"),
    "reopen": N_("Reopen complaint {number}"),
    "void": N_("Void complaint {number}"),
    "note": N_("Add to the log of complaint {number}"),
    "interim_reply": N_("Interim reply to complaint {number}"),
    "feedback": N_("Note the feedback on complaint {number}"),
}


def step_label(code: str, number: str) -> Label:
    """Of one of ``model.complaint_states.STEPS``; *number* as it stands in the register."""
    return Label(_TEXTS[code], {"number": number})
