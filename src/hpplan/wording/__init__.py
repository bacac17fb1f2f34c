"""The words of a document: figures and dates, read exactly and with their places."""
