"""The owner's monthly pack: a page in sentences, then every report of the month."""

from __future__ import annotations

from desktop_crm.base.document import Block, Bullets, Chart, Cover, Figures, Heading, PageBreak, Paragraph
from desktop_crm.base.i18n import _
from desktop_crm.model.session import CrmSession
from desktop_crm.services.reports import paper
from desktop_crm.services.reports.activity import activity
from desktop_crm.services.reports.complaints import complaints
from desktop_crm.services.reports.customers import customers
from desktop_crm.services.reports.quality import quality
from desktop_crm.services.reports.reminders import reminders
from desktop_crm.services.reports.request import Make, ReportRequest, Section
from desktop_crm.services.reports.segments import abc, rfm
from desktop_crm.services.reports.trends import sources, trends

CHAPTERS: tuple[Make, ...] = (activity, customers, abc, rfm, reminders, complaints, sources, quality, trends)
FIRST_FIGURES = (
    "activity.touches", "activity.reached", "customers.new", "customers.woken", "customers.dormant", "customers.lost",
    "reminders.share", "quality.complete",
)  # fmt: skip


def owners_pack(session: CrmSession, request: ReportRequest) -> Section:
    """Cover, sentences, chapters; definitions and lists of all figures follow in the appendix."""
    sections: list[Section] = []
    for place, make in enumerate(CHAPTERS):
        said = sections[-1].title if sections else _("Counting…")
        request.progress.step(said, place, len(CHAPTERS))
        sections.append(make(session, request))
    title = _("Monthly report for the owner")
    who = paper.operator_name(session)
    lines = (
        _("Every figure carries a number; its definition and the list behind it stand under that number at the end."),
        *((_("Made by {name}.").format(name=who),) if who else ()),
    )
    blocks: list[Block] = [
        Cover(title, request.period.text, lines),
        Heading(_("The month in sentences")),
        Paragraph(
            _("What happened in {period}, and what deserves a look.").format(period=request.period.words), "lead"
        ),
        Bullets(tuple(sentence for section in sections for sentence in section.sentences if sentence)),
    ]
    found = {
        figure.key: figure
        for one in sections
        for block in one.blocks
        if isinstance(block, Figures)
        for figure in block.items
    }
    blocks.append(Figures(tuple(found[key] for key in FIRST_FIGURES)))
    blocks += [block for block in sections[-1].blocks if isinstance(block, Chart)][:1]
    for section in sections:
        blocks += [PageBreak(), Heading(section.title), *section.blocks]
    return Section(title, tuple(blocks))
