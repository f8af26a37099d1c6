"""The check page: certificates checked in the visitor's own browser, without internet too."""
