"""
What a person sees where a program gets a document.

`negotiation` tells who asks, `notices` are the pages; `notice.html` and `notice.css` are what they look like.
"""
