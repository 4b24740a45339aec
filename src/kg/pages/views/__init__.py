"""One module for each kind of page: a store in, a frozen record of what the page shows out."""
