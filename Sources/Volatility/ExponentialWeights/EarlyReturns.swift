/// The returns collected until the start-up rule can be applied.
struct EarlyReturns: Equatable, Sendable {
  private(set) var values: [Double] = []
  private let required: Int
  private var hasMoved = false

  /// Creates a buffer for a rule that requires at least `required` returns.
  init(required: Int) { self.required = required }

  /// Appends a return; true if there are enough returns and at least one is not zero.
  mutating func append(_ value: Double) -> Bool {
    values.append(value)
    if value != 0 { hasMoved = true }
    return hasMoved && values.count >= required
  }

  /// Releases the memory.
  mutating func forget() { values = [] }
}
