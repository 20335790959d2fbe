"""`python -m tests.vocabulary`: write features/vocabulary.md anew."""

from tests.vocabulary.page import PAGE, page

if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    print(f"{PAGE.name}: written")
