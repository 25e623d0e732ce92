"""Lists written for spreadsheet programs: one way for .xlsx, one for .csv."""

from desktop_crm.base.table import SheetColumn
from desktop_crm.files.csv_writer import guarded, unguarded, write_csv
from desktop_crm.files.xlsx_writer import write_xlsx

__all__ = ["SheetColumn", "guarded", "unguarded", "write_csv", "write_xlsx"]
