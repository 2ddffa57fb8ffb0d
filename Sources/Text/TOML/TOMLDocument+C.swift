internal import CTOML

extension TOMLDocument {
  /// Parses the root table of a text.
  static func read(_ text: String) throws(TOMLFault) -> JSON {
    let bytes = text.utf8.span
    let read = unsafe bytes.withUnsafeBufferPointer { buffer in
      let base = unsafe UnsafeRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: CChar.self)
      return unsafe ctoml_read(base, buffer.count)
    }
    guard let document = unsafe read else { throw TOMLFault(CTOML_OUT_OF_MEMORY, "", at: nil) }
    defer { unsafe ctoml_free(document) }
    let fault = unsafe ctoml_fault_of(document)
    guard unsafe fault.kind == CTOML_NO_FAULT else {
      throw unsafe TOMLFault(fault.kind, String(fault.text), at: TextPosition(fault.place))
    }
    var nodes = unsafe NodeReader(document: document)
    return unsafe nodes.next().value
  }

  /// The text of a line, counted from 1, without its line ending.
  static func line(_ number: Int, of text: String) -> String {
    unsafe text.utf8.span.withUnsafeBufferPointer { buffer in
      let base = unsafe UnsafeRawPointer(buffer.baseAddress)?.assumingMemoryBound(to: CChar.self)
      return unsafe String(ctoml_line(base, buffer.count, number))
    }
  }
}

/// Reads the nodes of a document in sequence.
@unsafe private struct NodeReader {
  let document: OpaquePointer
  private var index = 0

  init(document: OpaquePointer) { unsafe self.document = unsafe document }

  /// The next value with its children and, if it is a member of a table, its key.
  mutating func next() -> (value: JSON, name: String, key: TextPosition?) {
    let node = unsafe ctoml_node_at(document, index)
    unsafe index += 1
    let content: JSON.Content
    switch unsafe node.kind {
    case CTOML_TABLE: content = unsafe .object(table(count: node.children))
    case CTOML_ARRAY:
      content = .array((0 ..< (unsafe node.children)).map { _ in unsafe next().value })
    case CTOML_INTEGER: content = unsafe .integer(Int(node.integer))
    case CTOML_FLOAT: content = unsafe .double(node.number)
    case CTOML_BOOLEAN: content = unsafe .bool(node.integer != 0)
    default: content = unsafe .string(String(node.text))
    }
    return unsafe (
      JSON(content, at: TextPosition(node.place)), String(node.key), TextPosition(node.key_place)
    )
  }

  private mutating func table(count: Int) -> JSONObject {
    var members: [JSONObject.Member] = []
    for _ in 0 ..< count {
      let (value, name, key) = unsafe next()
      members.append(JSONObject.Member(name, value, at: key))
    }
    return JSONObject(members)
  }
}

extension TextPosition {
  fileprivate init?(_ place: ctoml_place) {
    guard place.line > 0 else { return nil }
    self.init(line: Int(place.line), column: Int(place.column))
  }
}

extension String {
  fileprivate init(_ text: ctoml_text) {
    let bytes = unsafe UnsafeRawBufferPointer(start: text.bytes, count: text.count)
    unsafe self.init(decoding: bytes, as: UTF8.self)
  }
}

extension TOMLFault {
  fileprivate init(_ kind: ctoml_fault_kind, _ text: String, at position: TextPosition?) {
    self.position = position
    switch kind {
    case CTOML_TOO_LONG:
      code = "too-long"
      problem = "the document is longer than 1 MiB"
      remedy = "move data to another file"
    case CTOML_TOO_MANY_PARTS:
      code = "too-many-parts"
      problem = "a key has more than 64 parts"
      remedy = "use fewer nested tables"
    case CTOML_TOO_DEEP:
      code = "too-deep"
      problem = "values are nested more than 64 deep"
      remedy = "use fewer nested arrays and tables"
    case CTOML_OUT_OF_MEMORY:
      code = "out-of-memory"
      problem = "not enough memory to parse it"
      remedy = "write a shorter document"
    default:
      code = "malformed-toml"
      problem = text.split(separator: "\n").first.map(String.init) ?? "is not valid TOML"
      remedy = "write TOML 1.0, such as level = 0.99"
    }
  }
}
