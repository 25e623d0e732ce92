"""The lines of the settings page by name, for the page itself and for the palette."""

from desktop_crm.base.i18n import N_

LINES = {
    "language": N_("Language"),
    "theme": N_("Theme"),
    "density": N_("Lists"),
    "country": N_("Country"),
    "area_code": N_("Area code"),
    "working_days": N_("Working days"),
    "working_hours": N_("Working hours"),
    "lunch": N_("Lunch break"),
    "operator": N_("Your name"),
    "firm_name": N_("Name of the firm"),
    "file": N_("File"),
    "place": N_("Place"),
    "size": N_("Size"),
    "holds": N_("Holds"),
    "back_up": N_("Last backup"),
    "backup_folder": N_("Second folder"),
    "backups": N_("Backups"),
    "log": N_("Log"),
    "version": N_("Version"),
}
