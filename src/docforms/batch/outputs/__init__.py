"""What a run gives: a folder of documents, one zip, one file for printing, and the lists that go with them."""
