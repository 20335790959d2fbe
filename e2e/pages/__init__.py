"""One module a page. A page object speaks the user's words and finds things by role; tests assert."""
