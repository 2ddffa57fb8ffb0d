"""Swift sources and the manifest as far as the house rules look at them. Standard library only."""

import re
from dataclasses import dataclass

OPENERS, CLOSERS = "([{", ")]}"
DECLARATION = re.compile(
    r"\b(func\b|(?:init|deinit|subscript|var)\b(?!\s*[:,=)]))|\bprotocol\s+\w+")
NAME = re.compile(r"\b(?:func|var)\s+(`?[\w]+`?|[^\s\w(]+)")
# What a signature may go on with in its next line.
CONTINUATION = re.compile(r"\s*(->|where\b|throws\b|rethrows\b|async\b|\{|&|,|:)")
IMPORT = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|private|fileprivate)\s+)?"
    r"import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)", re.MULTILINE)

OPENING = re.compile(r'//|/\*|#*"')
STRING_OPENING = re.compile(r'(#*)("""|")')
NOT_A_LINE_END = re.compile(r"[^\n]")
IN_A_STRING = re.compile(r'[\\"]')
IN_PARENTHESES = re.compile(r'#*"|[()]')
IN_A_SIGNATURE = re.compile(r"[(\[{)\]}=;\n]")


@dataclass(frozen=True)
class Function:
    name: str
    line: int
    lines: int  # from the line of its keyword to that of its closing brace


def blanked(text):
    """The text without what stands in comments and strings; every line keeps its place."""
    kept, position = [], 0
    while found := OPENING.search(text, position):
        start = found.start()
        end = comment_end(text, start) or string_end(text, start)
        kept += [text[position:start], NOT_A_LINE_END.sub(" ", text[start:end])]
        position = end
    return "".join(kept) + text[position:]


def comment_end(text, start):
    if text.startswith("//", start):
        end = text.find("\n", start)
        return len(text) if end < 0 else end
    if not text.startswith("/*", start):
        return None
    depth = 0
    for mark in re.compile(r"/\*|\*/").finditer(text, start):
        depth += 1 if mark.group() == "/*" else -1
        if depth == 0:
            return mark.end()
    return len(text)


def string_end(text, start):
    """The end of a string with its interpolations, which may hold strings themselves."""
    opening = STRING_OPENING.match(text, start)
    hashes, quote = opening.groups()
    closing, escape, position = quote + hashes, "\\" + hashes, opening.end()
    while found := IN_A_STRING.search(text, position):
        position = found.start()
        if text.startswith(escape + "(", position):
            position = parenthesis_end(text, position + len(escape))
        elif text.startswith(escape, position):
            position += len(escape) + 1
        elif text.startswith(closing, position):
            return position + len(closing)
        else:
            position += 1
    return len(text)


def parenthesis_end(text, start):
    depth, position = 0, start
    while found := IN_PARENTHESES.search(text, position):
        if found.group().endswith('"'):
            position = string_end(text, found.start())
            continue
        depth += 1 if found.group() == "(" else -1
        position = found.end()
        if depth == 0:
            return position
    return len(text)


def body_start(text, start):
    """Where the body of a declaration opens; None where it has none."""
    depth = 0
    for found in IN_A_SIGNATURE.finditer(text, start):
        character, position = found.group(), found.start()
        if depth == 0 and character == "{":
            return position
        if depth == 0 and character in "=;" and not operator_at(text, position):
            return None
        if depth == 0 and character == "\n" and not goes_on(text, start, position):
            return None
        depth += (character in OPENERS) - (character in CLOSERS)
        if depth < 0:
            return None
    return None


def operator_at(text, position):
    """Whether the sign belongs to an operator: `==` in a requirement or in an operator's name."""
    around = text[max(position - 1, 0):position + 2]
    return text[position] == "=" and re.search(r"[=!<>+\-*/&|^%~]=|==", around) is not None


def goes_on(text, start, newline):
    before = text[start:newline].rstrip()
    return before.endswith(("->", ",", "&", ":", "where")) or bool(
        CONTINUATION.match(text, newline + 1))


def block_end(text, opening):
    depth = 0
    for mark in re.compile(r"[{}]").finditer(text, opening):
        depth += 1 if mark.group() == "{" else -1
        if depth == 0:
            return mark.end()
    return len(text)


def functions(source):
    """Functions, initializers, subscripts and computed properties that have a body."""
    text, position = blanked(source), 0
    while found := DECLARATION.search(text, position):
        opening = body_start(text, found.end())
        if found.group().startswith("protocol"):  # its requirements have no bodies
            position = found.end() if opening is None else block_end(text, opening)
            continue
        is_member = text.startswith(".", found.start() - 1)  # `self.init(…)` is a call
        if opening is not None and not is_member:
            end = block_end(text, opening)
            name = NAME.match(text, found.start())
            yield Function(
                name.group(1) if name else found.group(1),
                text.count("\n", 0, found.start()) + 1,
                text.count("\n", found.start(), end) + 1)
        position = found.end()


def imports(source):
    return set(IMPORT.findall(blanked(source)))


# MARK: - The manifest


@dataclass(frozen=True)
class Declared:
    name: str
    line: int
    is_test: bool
    is_executable: bool
    dependencies: tuple


CALL = re.compile(r"(?<![\w.])(?:\.(?:target|executableTarget|testTarget)|[a-z]\w*)\(")
NAMED_PRODUCT = re.compile(
    r'let\s+(\w+)\s*=\s*Target\.Dependency\.product\(\s*name:\s*"(\w+)"')
DEPENDENCY = re.compile(r'\.\w+\(\s*name:\s*"(\w+)"[^)]*\)|"(\w+)"|(\w+)')
WITHOUT_SWIFT = ("system", "cLibrary")


def targets(manifest):
    """The Swift targets that the list `targets:` of a manifest makes, by helpers or directly."""
    text = without_comments(manifest)
    products = dict(NAMED_PRODUCT.findall(text))
    for call in CALL.finditer(text, text.rfind("targets: [")):  # those of products come before
        kind = call.group().strip(".(")
        arguments = text[call.end():parenthesis_end(text, call.end() - 1) - 1]
        name = re.match(r'\s*(?:name:\s*)?"(\w+)"', arguments)
        if name and kind not in WITHOUT_SWIFT:
            yield Declared(
                name.group(1), text.count("\n", 0, call.start()) + 1,
                kind in ("tests", "testTarget"), kind == "executableTarget",
                tuple(dependencies(arguments[name.end():], products)))


def dependencies(arguments, products):
    """The modules that the list after the name holds; a product has the name of its module."""
    found = re.match(r"\s*,\s*(?:dependencies:\s*)?\[", arguments)
    if found:
        listed = arguments[found.end():arguments.index("]", found.end())]
        for long, text, constant in DEPENDENCY.findall(listed):
            yield long or text or products.get(constant, constant)


def without_comments(text):
    return re.sub(r"^[ \t]*//.*$", "", text, flags=re.MULTILINE)


def unused_dependencies(declared, imported):
    """Pairs of a target and a module that it declares and never imports.

    A test target may name a tool without importing it: the tool is then built with the tests.
    """
    tools = {target.name for target in declared if target.is_executable}
    for target in declared:
        for module in target.dependencies:
            is_tool = target.is_test and module in tools
            if module not in imported.get(target.name, set()) and not is_tool:
                yield target, module
