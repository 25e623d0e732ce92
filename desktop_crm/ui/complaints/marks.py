"""How a complaint is marked: tones of its severity, its state and its clock, icons of its trail."""

from __future__ import annotations

SEVERITY_TONES = {"low": "neutral", "medium": "neutral", "high": "bad", "critical": "bad"}
USUAL_SEVERITY = "medium"  # needs no chip
GROUP_TONES = {"new": "info", "in_progress": "warn", "waiting": "violet", "resolved": "ok", "": "neutral"}
CLOCK_TONES = {
    "none": "text3", "ok": "text2", "soon": "warn", "overdue": "bad", "paused": "violet", "met": "ok", "late": "warn",
}  # fmt: skip
CLOCK_CHIPS = {
    "none": "neutral", "ok": "neutral", "soon": "warn", "overdue": "bad", "paused": "violet", "met": "ok",
    "late": "warn",
}  # fmt: skip
KIND_ICONS = {
    "complaint": "message-circle-warning", "claim": "landmark", "warranty": "shield-check", "suggestion": "sparkles",
    "praise": "heart", "question": "info",
}  # fmt: skip
STEP_ICONS = {
    "register": "message-circle-warning", "acknowledge": "mail", "assess": "list", "investigate": "search",
    "decide": "check", "give_remedy": "handshake", "answer": "send", "answer_unjustified": "send", "settle": "check",
    "close": "circle-check", "wait_complainant": "clock", "wait_third_party": "clock", "resume": "rotate-ccw",
    "withdraw": "undo-2", "mark_duplicate": "copy", "escalate": "landmark", "reopen": "rotate-ccw", "void": "x",
    "note": "sticky-note", "interim_reply": "send", "feedback": "star", "change": "pencil", "undone": "undo-2",
    "redone": "redo-2", "recount": "clock", "letter": "file-text", "evidence": "paperclip", "causes": "network",
    "action_planned": "briefcase", "action_done": "check", "action_verified": "user-check",
    "action_effective": "circle-check", "action_ineffective": "circle-alert",
}  # fmt: skip
STEP_TONES = {
    "register": "info", "acknowledge": "ok", "answer": "ok", "close": "ok", "settle": "ok", "action_effective": "ok",
    "wait_complainant": "violet", "wait_third_party": "violet", "escalate": "bad", "reopen": "bad", "void": "bad",
    "action_ineffective": "bad", "decide": "warn", "investigate": "warn", "assess": "warn",
}  # fmt: skip
