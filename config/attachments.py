"""How far files and images that come with a request are read. Beyond any of these, the call is refused."""

from pydantic import ByteSize, Field

from config.section import Section

_MIB = 1024**2


class Attachments(Section):
    """Limits of reading, for calls whose policy says `files: extract` or `images: redact`."""

    #: Files in one call.
    files: int = Field(20, ge=1, le=500)
    #: Bytes of one file, and of all the files of a call.
    file_size: ByteSize = Field(ByteSize(10 * _MIB), ge=1024, le=1024**3)
    total_size: ByteSize = Field(ByteSize(20 * _MIB), ge=1024, le=1024**3)
    #: Pages of a PDF, slides of a presentation, sheets of a workbook.
    pages: int = Field(500, ge=1, le=10_000)
    #: Cells of a workbook.
    cells: int = Field(200_000, ge=1, le=5_000_000)
    #: Characters of text in all the files of a call.
    characters: int = Field(2_000_000, ge=1_000, le=50_000_000)
    #: Bytes of an Office file once unpacked, and how many times larger than packed that may be.
    unpacked: ByteSize = Field(ByteSize(200 * _MIB), ge=1024, le=4 * 1024**3)
    ratio: int = Field(200, ge=2, le=1_000)
    #: Pixels of one image.
    pixels: int = Field(25_000_000, ge=10_000, le=200_000_000)
    #: How certain a word of an image must be (0 to 100); one that is less is painted over as well.
    certainty: float = Field(60.0, ge=0, le=100)
    #: Seconds that reading the files of a call may take, or looking at its images.
    deadline: float = Field(30.0, gt=0, le=600)
    #: Memory of a process that reads a file or an image.
    memory: ByteSize = Field(ByteSize(1024 * _MIB), ge=256 * _MIB, le=16 * 1024**3)
    #: Files read at the same time by each serving process.
    processes: int = Field(2, ge=1, le=64)
    #: Bytes of extracted text remembered, so that a file that is sent again is not read again; 0 for none.
    cache_size: ByteSize = Field(ByteSize(32 * _MIB), ge=0, le=4 * 1024**3)
