"""Bring text in: files, pages, PDF, DOCX, e-mail and Markdown become a `Document`. It reads no claims.

`files.load` takes a place (file, URL or "-"), `files.from_bytes` and `files.from_text` take content at hand.
"""
