"""The colours, light and dark: the table of the design, nothing else."""

from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Tokens:
    """The colours of one theme; text pairs have a contrast of 4.5:1 and more, frames and focus 3:1 and more."""

    app: str
    surface: str
    sunken: str
    hover: str
    selected: str
    pressed: str
    border: str
    border_strong: str
    text: str
    text2: str
    text3: str
    disabled: str
    accent: str
    accent_hover: str
    accent_press: str
    on_accent: str
    link: str
    focus: str
    ok: str
    ok_bg: str
    warn: str
    warn_bg: str
    bad: str
    bad_bg: str
    info: str
    info_bg: str
    violet: str
    violet_bg: str
    neutral_bg: str
    avatars: tuple[tuple[str, str], ...]

    @property
    def neutral(self) -> str:
        """Text on a neutral chip."""
        return self.text2


LIGHT = Tokens(
    app="#F6F7F9", surface="#FFFFFF", sunken="#ECEFF3", hover="#F1F4F8", selected="#E4EDFD", pressed="#D5E2FB",
    border="#E1E5EA", border_strong="#858E9E", text="#1A212C", text2="#4E586A", text3="#5D6778", disabled="#98A1B0",
    accent="#2456D3", accent_hover="#1C47B4", accent_press="#163A96", on_accent="#FFFFFF", link="#1F4FC7",
    focus="#2456D3", ok="#19734A", ok_bg="#E3F3EA", warn="#835200", warn_bg="#FCF0D8", bad="#B92B27",
    bad_bg="#FBE7E6", info="#0B6383", info_bg="#E0F0F6", violet="#6237B8", violet_bg="#EEE7FA", neutral_bg="#E9ECF1",
    avatars=(
        ("#DDE7FD", "#1D43A8"), ("#DDF2E8", "#12593A"), ("#FBEBCF", "#704500"),
        ("#F9E0E6", "#8E1E42"), ("#E8E0FA", "#4F2B98"), ("#DCEFF5", "#0A5470"),
    ),
)  # fmt: skip
DARK = Tokens(
    app="#14171C", surface="#1C2027", sunken="#101318", hover="#242932", selected="#21335A", pressed="#2A4070",
    border="#2D333D", border_strong="#707A8B", text="#E7EAEF", text2="#B1B9C6", text3="#98A2B2", disabled="#5F6877",
    accent="#3565D8", accent_hover="#3D6CE0", accent_press="#2C57BF", on_accent="#FFFFFF", link="#86ABFF",
    focus="#86ABFF", ok="#62CB95", ok_bg="#16332A", warn="#E9B44C", warn_bg="#382C14", bad="#FF8A80",
    bad_bg="#43201F", info="#67C3E3", info_bg="#12333F", violet="#BBA0F5", violet_bg="#2E2447", neutral_bg="#2A303A",
    avatars=(
        ("#24376B", "#B5CBFF"), ("#173A2D", "#8ADBB3"), ("#3E3013", "#F1CB7E"),
        ("#472330", "#FFA9C0"), ("#33284F", "#CDB8FA"), ("#163641", "#8AD2EA"),
    ),
)  # fmt: skip


def token_names() -> list[str]:
    """All colour tokens."""
    return [item.name for item in fields(Tokens) if item.name != "avatars"]
