"""Files sent by either side: kept in memory, found again by id or path."""

import secrets
from dataclasses import dataclass

from bot.sandbox.parameters import Parameters, Upload
from bot.sandbox.refusals import bad_request

DOWNLOAD_BYTES = 20 * 1024 * 1024  # a bot may fetch no file above 20 MB
PHOTO_BYTES = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file. `path` is what getFile gives and /file serves."""

    file_id: str
    unique_id: str
    path: str
    name: str
    mime: str
    data: bytes


class Files:
    """All files of the sandbox."""

    def __init__(self) -> None:
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}

    def keep(self, folder: str, name: str, mime: str, data: bytes) -> StoredFile:
        """Keep new bytes and give them an id and a path."""
        number = len(self._by_id)
        suffix = f".{name.rsplit('.', 1)[1]}" if "." in name else ""
        path = f"{folder}s/file_{number}{suffix}"
        stored = StoredFile(f"SBX{secrets.token_urlsafe(24)}", secrets.token_urlsafe(9), path, name, mime, data)
        self._by_id[stored.file_id] = stored
        self._by_path[path] = stored
        return stored

    def find(self, file_id: str) -> StoredFile | None:
        """The file with this id."""
        return self._by_id.get(file_id)

    def at(self, path: str) -> StoredFile | None:
        """The file at this path."""
        return self._by_path.get(path)

    def received(self, parameters: Parameters, field: str, kind: str) -> StoredFile:
        """The file a call sends in `field`: an upload, attach://name, or the id of a file already here."""
        upload = parameters.uploads.get(field)
        value = parameters.text(field)
        if upload is None and value.startswith("attach://"):
            upload = parameters.uploads.get(value.removeprefix("attach://"))
        if upload is None:
            return self.known(value, kind)
        return self._uploaded(kind, upload)

    def known(self, value: str, kind: str) -> StoredFile:
        """The file an id stands for. Addresses of the outside are never fetched: the sandbox has no outside."""
        if not value:
            raise bad_request(f"there is no {kind.replace('_', ' ')} in the request")
        stored = self.find(value)
        if stored is None and value.startswith(("http://", "https://")):
            raise bad_request("failed to get HTTP URL content")
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return stored

    def _uploaded(self, kind: str, upload: Upload) -> StoredFile:
        if not upload.data:
            raise bad_request("file must be non-empty")
        if kind == "photo" and len(upload.data) > PHOTO_BYTES:
            raise bad_request("too big file")
        if kind == "photo" and image_size(upload.data) is None:
            raise bad_request("IMAGE_PROCESS_FAILED")
        return self.keep(kind, upload.name, upload.mime, upload.data)


def image_size(data: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG or JPEG, None for bytes that are neither."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        return int.from_bytes(data[16:20]), int.from_bytes(data[20:24])
    if data[:2] != b"\xff\xd8":
        return None
    place = 2
    while place + 9 <= len(data) and data[place] == 0xFF:
        marker = data[place + 1]
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            return int.from_bytes(data[place + 7 : place + 9]), int.from_bytes(data[place + 5 : place + 7])
        place += 2 + int.from_bytes(data[place + 2 : place + 4])
    return None
