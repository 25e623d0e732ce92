"""Tables = business objects with their own rules. Importing this package knows all tables."""

from desktop_crm.model.attachment import Attachment, AttachmentPart
from desktop_crm.model.base import Base
from desktop_crm.model.choice import Choice
from desktop_crm.model.complaint import Complaint
from desktop_crm.model.complaint_event import ComplaintChain, ComplaintCounter, ComplaintEvent
from desktop_crm.model.complaint_setting import DeadlinePreset, LetterTemplate
from desktop_crm.model.contact import BankAccount, Consent, Contact, ExternalId, ImportantDate, Photo
from desktop_crm.model.corrective_action import ComplaintCause, ComplaintInteraction, CorrectiveAction
from desktop_crm.model.custom_field import CustomField, CustomValue
from desktop_crm.model.duplicate import DuplicateCandidate, DuplicateDecision, Merge
from desktop_crm.model.import_run import ColumnMapping, HeldRow, ImportRun
from desktop_crm.model.interaction import Interaction, Participant
from desktop_crm.model.job import Job, Relation
from desktop_crm.model.journal import Change, ChangeSet
from desktop_crm.model.meta import Meta
from desktop_crm.model.operator import Operator, Workstation
from desktop_crm.model.reach import Address, Email, Messenger, Phone
from desktop_crm.model.reminder import Reminder, ReminderSeries
from desktop_crm.model.report_copy import ReportCopy
from desktop_crm.model.saved_view import SavedView
from desktop_crm.model.tag import ContactTag, Tag

__all__ = [
    "Address",
    "Attachment",
    "AttachmentPart",
    "BankAccount",
    "Base",
    "Change",
    "ChangeSet",
    "Choice",
    "ColumnMapping",
    "Complaint",
    "ComplaintCause",
    "ComplaintChain",
    "ComplaintCounter",
    "ComplaintEvent",
    "ComplaintInteraction",
    "Consent",
    "Contact",
    "ContactTag",
    "CorrectiveAction",
    "CustomField",
    "CustomValue",
    "DeadlinePreset",
    "DuplicateCandidate",
    "DuplicateDecision",
    "Email",
    "ExternalId",
    "HeldRow",
    "ImportRun",
    "ImportantDate",
    "Interaction",
    "Job",
    "LetterTemplate",
    "Merge",
    "Messenger",
    "Meta",
    "Operator",
    "Participant",
    "Phone",
    "Photo",
    "Relation",
    "Reminder",
    "ReminderSeries",
    "ReportCopy",
    "SavedView",
    "Tag",
    "Workstation",
]
