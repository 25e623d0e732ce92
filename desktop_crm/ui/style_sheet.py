"""The one style sheet of the application, made from the tokens.

Widgets say what they are by a property, never by colours: labels ``type`` = title, section, strong, secondary, caption,
figure; buttons ``kind`` = primary, quiet, danger, link; frames ``kind`` = card, pane, header, bar. What a style sheet
draws badly (chips, avatars, discs) is painted in ``delegates``.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTemporaryDir

from desktop_crm.ui.svg import tinted
from desktop_crm.ui.tokens import DARK, LIGHT, Tokens

Px = Callable[[int], int]
_pictures: QTemporaryDir | None = None  # arrows and ticks; lives as long as the program


def _picture(name: str, value: str) -> str:
    """Path of an icon in one colour: a style sheet takes pictures from files only."""
    global _pictures
    if _pictures is None:
        _pictures = QTemporaryDir()
    path = Path(_pictures.path()) / f"{name}-{value.strip('#')}.svg"
    if not path.exists():
        path.write_text(tinted(name, value), "utf-8")
    return path.as_posix()


def style_sheet(t: Tokens, px: Px) -> str:
    """The whole style sheet for the tokens *t*."""
    parts = (_labels, _frames, _buttons, _inputs, _combos, _checks, _views, _headers, _scroll_bars, _menus, _calendar)
    return "\n".join(part(t, px) for part in parts)


def _labels(t: Tokens, px: Px) -> str:
    return f"""
QLabel {{ background: transparent; }}
QLabel[type="figure"] {{ font-size: {px(28)}px; font-weight: 600; }}
QLabel[type="title"] {{ font-size: {px(20)}px; font-weight: 600; }}
QLabel[type="section"] {{ font-size: {px(13)}px; font-weight: 600; color: {t.text2}; }}
QLabel[type="strong"] {{ font-weight: 600; }}
QLabel[type="secondary"] {{ font-size: {px(13)}px; color: {t.text2}; }}
QLabel[type="caption"] {{ font-size: {px(12)}px; color: {t.text3}; }}
QLabel[tone="ok"] {{ color: {t.ok}; }}
QLabel[tone="warn"] {{ color: {t.warn}; }}
QLabel[tone="bad"] {{ color: {t.bad}; }}
QLabel[linked="true"] {{ color: {t.link}; }}
QLabel:disabled {{ color: {t.disabled}; }}
"""


def _frames(t: Tokens, px: Px) -> str:
    return f"""
QFrame[kind="card"] {{ background: {t.surface}; border: 1px solid {t.border}; border-radius: 10px; }}
QFrame[kind="pane"] {{ background: {t.surface}; border: none; }}
QFrame[kind="header"] {{ background: {t.surface}; border: none; border-bottom: 1px solid {t.border}; }}
QFrame[kind="line"] {{ background: {t.border}; border: none; }}
QFrame#navigation {{ background: {t.sunken}; border: none; }}
QFrame#boardColumn {{ background: {t.sunken}; border: none; border-radius: 10px; }}
QFrame#listPane {{ background: {t.surface}; border: none; }}
QFrame[kind="bar"] {{ background: {t.bad_bg}; border: none; border-bottom: 1px solid {t.border}; }}
QFrame[kind="bar"][tone="warn"] {{ background: {t.warn_bg}; }}
QFrame[kind="bar"][tone="info"] {{ background: {t.info_bg}; }}
QFrame#toast {{ background: {t.text}; border: none; border-radius: 8px; }}
QFrame#toast QLabel {{ color: {t.surface}; }}
QPushButton#toastButton {{ background: transparent; border: 1px solid transparent; font-weight: 600;
  color: {(DARK if t is LIGHT else LIGHT).link}; }}
QPushButton#toastButton:hover {{ text-decoration: underline; }}
QPushButton#toastButton:focus {{ border: 2px solid {(DARK if t is LIGHT else LIGHT).link}; }}
QFrame#palette {{ background: {t.surface}; border: 1px solid {t.border}; border-radius: 10px; }}
QStackedWidget, QScrollArea, QScrollArea > QWidget > QWidget[plain="true"] {{ background: transparent; border: none; }}
QSplitter::handle {{ background: {t.border}; }}
QProgressBar {{ background: {t.neutral_bg}; border: none; border-radius: 3px; max-height: 6px; min-height: 6px; }}
QProgressBar::chunk {{ background: {t.accent}; border-radius: 3px; }}
"""


def _buttons(t: Tokens, px: Px) -> str:
    inner = px(32) - 2
    return f"""
QPushButton {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.border}; border-radius: 6px;
  min-height: {inner}px; max-height: {inner}px; padding: 0 {px(12)}px; font-weight: 500; }}
QPushButton:hover {{ background: {t.hover}; }}
QPushButton:pressed, QPushButton:checked {{ background: {t.pressed}; }}
QPushButton:focus {{ border: 2px solid {t.focus}; padding: 0 {px(12) - 1}px; min-height: {inner - 2}px;
  max-height: {inner - 2}px; }}
QPushButton:disabled {{ color: {t.disabled}; background: {t.surface}; }}
QPushButton[kind="primary"] {{ background: {t.accent}; color: {t.on_accent}; border: 1px solid {t.accent};
  font-weight: 600; }}
QPushButton[kind="primary"]:hover {{ background: {t.accent_hover}; border-color: {t.accent_hover}; }}
QPushButton[kind="primary"]:pressed {{ background: {t.accent_press}; }}
QPushButton[kind="primary"]:focus {{ border: 2px solid {t.text}; }}
QPushButton[kind="primary"]:disabled {{ background: {t.neutral_bg}; color: {t.disabled};
  border: 1px solid {t.neutral_bg}; }}
QPushButton[kind="danger"] {{ color: {t.bad}; border: 1px solid {t.bad}; }}
QPushButton[kind="danger"]:disabled {{ color: {t.disabled}; border: 1px solid {t.border}; }}
QPushButton[kind="danger"]:hover {{ background: {t.bad_bg}; }}
QPushButton[kind="danger"]:focus {{ border: 2px solid {t.focus}; }}
QPushButton[kind="quiet"] {{ background: transparent; border: 1px solid transparent; color: {t.text2}; }}
QPushButton[kind="quiet"]:hover {{ background: {t.hover}; }}
QPushButton[kind="quiet"]:checked {{ background: {t.selected}; color: {t.link}; }}
QPushButton[kind="link"] {{ background: transparent; border: 1px solid transparent; color: {t.link};
  padding: 0 {px(4)}px; }}
QPushButton[kind="link"]:hover {{ text-decoration: underline; }}
QPushButton[kind="quiet"]:focus, QPushButton[kind="link"]:focus {{ border: 2px solid {t.focus}; }}
QPushButton::menu-indicator {{ image: url({_picture("chevron-down", t.text2)}); width: {px(14)}px;
  subcontrol-position: right center; right: {px(8)}px; }}
QPushButton[menu="true"] {{ padding-right: {px(28)}px; }}
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 6px; color: {t.text2};
  min-height: {inner}px; min-width: {inner}px; }}
QToolButton#small {{ min-height: {px(22)}px; min-width: {px(22)}px; background: {t.surface};
  border: 1px solid {t.border}; }}
QToolButton:hover {{ background: {t.hover}; }}
QToolButton:pressed {{ background: {t.pressed}; }}
QToolButton:checked {{ background: {t.selected}; color: {t.link}; }}
QToolButton:focus {{ border: 2px solid {t.focus}; min-height: {inner - 2}px; min-width: {inner - 2}px; }}
QToolButton:disabled {{ color: {t.disabled}; }}
QToolButton::menu-indicator {{ image: none; }}
"""


def _inputs(t: Tokens, px: Px) -> str:
    inner = px(32) - 2
    one_line = "QLineEdit, QAbstractSpinBox, QDateEdit, QDateTimeEdit, QTimeEdit"
    return f"""
{one_line}, QPlainTextEdit, QTextEdit {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.border_strong};
  border-radius: 6px; padding: 0 {px(8)}px; selection-background-color: {t.accent};
  selection-color: {t.on_accent}; }}
QPlainTextEdit, QTextEdit {{ padding: {px(4)}px {px(4)}px; }}
{one_line} {{ min-height: {inner}px; max-height: {inner}px; }}
QLineEdit:focus, QAbstractSpinBox:focus {{ border: 2px solid {t.focus}; padding: 0 {px(8) - 1}px;
  min-height: {inner - 2}px; max-height: {inner - 2}px; }}
QPlainTextEdit:focus, QTextEdit:focus {{ border: 2px solid {t.focus}; padding: {px(4) - 1}px; }}
QLineEdit:disabled, QPlainTextEdit:disabled, QAbstractSpinBox:disabled {{ color: {t.disabled}; background: {t.app}; }}
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] {{ border: 2px solid {t.bad}; }}
QLineEdit#bare, QPlainTextEdit#bare {{ border: none; background: transparent; padding: 0; }}
QAbstractSpinBox QLineEdit {{ border: none; padding: 0; min-height: 0; background: transparent; }}
QLineEdit {{ lineedit-clear-button-icon: url({_picture("x", t.text2)}); }}
QLineEdit QToolButton {{ border: none; min-height: {px(16)}px; min-width: {px(16)}px; padding: 0; }}
QLineEdit QToolButton:hover {{ background: {t.hover}; }}
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button {{ background: transparent; border: none;
  width: {px(20)}px; }}
QAbstractSpinBox::up-arrow {{ image: url({_picture("chevron-up", t.text2)}); width: {px(12)}px; }}
QAbstractSpinBox::down-arrow {{ image: url({_picture("chevron-down", t.text2)}); width: {px(12)}px; }}
QDateEdit::drop-down {{ border: none; width: {px(24)}px; }}
QDateEdit::down-arrow {{ image: url({_picture("calendar", t.text2)}); width: {px(14)}px; height: {px(14)}px; }}
"""


def _combos(t: Tokens, px: Px) -> str:
    inner = px(32) - 2
    return f"""
QComboBox {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.border_strong}; border-radius: 6px;
  min-height: {inner}px; max-height: {inner}px; padding: 0 {px(8)}px 0 {px(10)}px; }}
QComboBox:hover {{ background: {t.hover}; }}
QComboBox:focus, QComboBox:on {{ border: 2px solid {t.focus}; min-height: {inner - 2}px; max-height: {inner - 2}px;
  padding: 0 {px(8) - 1}px 0 {px(10) - 1}px; }}
QComboBox:disabled {{ color: {t.disabled}; background: {t.app}; }}
QComboBox::drop-down {{ border: none; width: {px(26)}px; subcontrol-position: center right; }}
QComboBox::down-arrow {{ image: url({_picture("chevron-down", t.text2)}); width: {px(14)}px; height: {px(14)}px; }}
QComboBox QLineEdit {{ border: none; padding: 0; min-height: 0; background: transparent; }}
QComboBox QAbstractItemView, QAbstractItemView#completions {{ background: {t.surface}; color: {t.text};
  border: 1px solid {t.border_strong}; padding: {px(4)}px; outline: none; }}
QComboBox QAbstractItemView::item, QAbstractItemView#completions::item {{ min-height: {px(28)}px;
  padding: 0 {px(8)}px; border-radius: 6px; }}
QComboBox QAbstractItemView::item:selected, QAbstractItemView#completions::item:selected {{ background: {t.selected};
  color: {t.text}; }}
"""


def _checks(t: Tokens, px: Px) -> str:
    side = px(16)
    return f"""
QCheckBox, QRadioButton {{ spacing: {px(8)}px; background: transparent; min-height: {px(24)}px; }}
QCheckBox::indicator, QAbstractItemView::indicator {{ width: {side}px; height: {side}px; border-radius: 4px;
  border: 1px solid {t.border_strong}; background: {t.surface}; }}
QRadioButton::indicator {{ width: {side}px; height: {side}px; border-radius: {side // 2}px;
  border: 1px solid {t.border_strong}; background: {t.surface}; }}
QCheckBox::indicator:hover, QRadioButton::indicator:hover {{ background: {t.hover}; }}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {{ background: {t.accent};
  border: 1px solid {t.accent}; image: url({_picture("check", t.on_accent)}); }}
QCheckBox::indicator:indeterminate, QAbstractItemView::indicator:indeterminate {{ background: {t.accent};
  border: 1px solid {t.accent}; image: url({_picture("minus", t.on_accent)}); }}
QRadioButton::indicator:checked {{ background: {t.surface}; border: {max(4, side // 3)}px solid {t.accent};
  width: {side - 2 * max(4, side // 3) + 2}px; height: {side - 2 * max(4, side // 3) + 2}px; }}
QCheckBox:focus, QRadioButton:focus {{ outline: none; }}
QCheckBox::indicator:focus, QRadioButton::indicator:focus {{ border: 2px solid {t.focus}; }}
QRadioButton::indicator:checked:focus {{ border: {max(4, side // 3)}px solid {t.focus}; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {t.disabled}; }}
"""


def _views(t: Tokens, px: Px) -> str:
    return f"""
QAbstractItemView {{ background: {t.surface}; color: {t.text}; border: none; outline: none;
  selection-background-color: {t.selected}; selection-color: {t.text}; }}
QTableView, QTreeView, QTableWidget {{ alternate-background-color: {t.app}; gridline-color: {t.border}; }}
QTableView::item, QTreeView::item {{ padding: 0 {px(8) - 3}px; border: none; }}
QTableView::item:selected, QTreeView::item:selected {{ background: {t.selected}; color: {t.text}; }}
QTableView::item:focus {{ background: {t.pressed}; color: {t.text}; }}
QListView[framed]::item {{ padding: 0 {px(8)}px; border-radius: {px(6)}px; }}
QListView[framed]::item:selected {{ background: {t.selected}; color: {t.text}; }}
QListView[framed="true"] {{ border: 1px solid {t.border}; border-radius: 8px; padding: 2px; }}
QTableView[framed="true"] {{ border: 1px solid {t.border}; border-radius: 10px; }}
QListView#boardCards {{ background: transparent; }}
QListView#navigationList, QListView#navigationViews, QListView#navigationFoot {{ background: transparent; }}
"""


def _headers(t: Tokens, px: Px) -> str:
    return f"""
QHeaderView {{ background: {t.surface}; border: none; }}
QHeaderView::section {{ background: {t.surface}; color: {t.text2}; border: none; border-bottom: 1px solid {t.border};
  padding: 0 {px(10)}px; min-height: {px(36)}px; font-size: {px(13)}px; font-weight: 600; }}
QHeaderView::section:hover {{ background: {t.hover}; }}
QHeaderView::up-arrow {{ image: url({_picture("chevron-up", t.text2)}); width: {px(12)}px; height: {px(12)}px;
  subcontrol-position: center right; right: {px(4)}px; }}
QHeaderView::down-arrow {{ image: url({_picture("chevron-down", t.text2)}); width: {px(12)}px; height: {px(12)}px;
  subcontrol-position: center right; right: {px(4)}px; }}
QTableCornerButton::section {{ background: {t.surface}; border: none; }}
"""


def _scroll_bars(t: Tokens, px: Px) -> str:
    return f"""
QScrollBar:vertical {{ background: transparent; width: 12px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 12px; margin: 0; }}
QScrollBar::handle {{ background: {t.border_strong}; border-radius: 3px; }}
QScrollBar::handle:vertical {{ min-height: 32px; margin: 3px; }}
QScrollBar::handle:horizontal {{ min-width: 32px; margin: 3px; }}
QScrollBar::handle:hover {{ background: {t.text3}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QAbstractScrollArea::corner {{ background: transparent; border: none; }}
"""


def _menus(t: Tokens, px: Px) -> str:
    return f"""
QMenuBar {{ background: {t.sunken}; color: {t.text2}; border: none; padding: 2px {px(8)}px; }}
QMenuBar::item {{ background: transparent; padding: {px(4)}px {px(8)}px; border-radius: 6px; }}
QMenuBar::item:selected {{ background: {t.hover}; color: {t.text}; }}
QMenuBar::item:pressed {{ background: {t.selected}; color: {t.text}; }}
QMenu {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.border_strong}; padding: {px(4)}px; }}
QMenu::item {{ padding: {px(6)}px {px(24)}px {px(6)}px {px(12)}px; border-radius: 6px; min-width: {px(120)}px; }}
QMenu::item:selected {{ background: {t.selected}; color: {t.text}; }}
QMenu::item:disabled {{ color: {t.disabled}; }}
QMenu::separator {{ height: 1px; background: {t.border}; margin: {px(4)}px {px(8)}px; }}
QMenu::icon {{ left: {px(8)}px; }}
QMenu::indicator {{ width: {px(16)}px; height: {px(16)}px; left: {px(6)}px; }}
QMenu::indicator:checked {{ image: url({_picture("check", t.link)}); }}
QMenu::indicator:unchecked {{ image: none; }}
QMenu::right-arrow {{ image: url({_picture("chevron-right", t.text2)}); width: {px(14)}px; }}
QToolTip {{ background: {t.surface}; color: {t.text}; border: 1px solid {t.border_strong}; padding: {px(4)}px; }}
QDialog, QMessageBox {{ background: {t.app}; }}
QMessageBox QLabel#qt_msgbox_label {{ font-size: {px(16)}px; font-weight: 600; }}
QMessageBox QLabel#qt_msgbox_informativelabel {{ min-width: {px(360)}px; color: {t.text2}; }}
"""


def _calendar(t: Tokens, px: Px) -> str:
    return f"""
QCalendarWidget QWidget#qt_calendar_navigationbar {{ background: {t.surface}; border-bottom: 1px solid {t.border}; }}
QCalendarWidget QToolButton {{ color: {t.text}; background: transparent; padding: 0 {px(8)}px; }}
QCalendarWidget QToolButton:hover {{ background: {t.hover}; }}
QCalendarWidget QToolButton#qt_calendar_prevmonth {{ qproperty-icon: url({_picture("chevron-left", t.text2)}); }}
QCalendarWidget QToolButton#qt_calendar_nextmonth {{ qproperty-icon: url({_picture("chevron-right", t.text2)}); }}
QCalendarWidget QAbstractItemView {{ background: {t.surface}; alternate-background-color: {t.surface}; color: {t.text};
  selection-background-color: {t.accent}; selection-color: {t.on_accent}; }}
QCalendarWidget QAbstractItemView:disabled {{ color: {t.disabled}; }}
"""
