from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.runtime import Runtime, RuntimeConfig
from streamlit.runtime.caching.storage.dummy_cache_storage import MemoryCacheStorageManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager


@pytest.fixture
def runtime(tmp_path: Path) -> Iterator[Runtime]:
    page = tmp_path / "page.py"
    page.touch()
    files = MemoryUploadedFileManager("/upload")
    config = RuntimeConfig(str(page), MemoryMediaFileStorage("/media"), files, MemoryCacheStorageManager())
    yield Runtime(config)
    Runtime._instance = None
