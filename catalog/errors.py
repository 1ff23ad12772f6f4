"""What can be wrong with a catalog that is asked for: each error's text names it and what helps."""


class CatalogError(Exception):
    """A catalog that cannot be read, or that does not hold what is asked for."""


class NoCatalog(CatalogError):
    """There is nothing at the path, or no catalog in the folder."""


class NotACatalog(CatalogError):
    """What is there is no database, or holds no catalog."""


class OtherVersion(CatalogError):
    """Another version of the program made the database."""


class Unreadable(CatalogError):
    """The database cannot be read: it is closed, damaged, not ours to read, or a build is writing it."""


class UnknownModel(CatalogError):
    """No model has the id, and none is led to by it."""

    def __init__(self, model_id: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(f"no model {model_id!r}" + (f"; near: {', '.join(near)}" if near else ""))
        self.model_id = model_id
        self.near = near
        """Ids that are like it."""


class UnknownField(CatalogError):
    """Nobody says anything of the field."""

    def __init__(self, model_id: str, field: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(f"nobody says {field!r} of {model_id}" + (f"; near: {', '.join(near)}" if near else ""))


class UnknownMoment(CatalogError):
    """Nothing is known as of the moment: it is to come, or before the first answer, or no date at all."""


class NoArchive(CatalogError):
    """The past cannot be told: it is made from archived answers, which are not there or cannot be read."""
