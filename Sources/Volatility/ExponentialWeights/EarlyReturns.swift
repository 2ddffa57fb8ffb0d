/// The returns that a start-up rule waits for.
struct EarlyReturns: Equatable, Sendable {
  private(set) var values: [Double] = []
  private let required: Int
  private var hasMoved = false

  /// A rule that needs this many returns at least.
  init(required: Int) { self.required = required }

  /// Keeps a return, and answers whether the rule may be asked: enough returns, one of them not zero.
  mutating func append(_ value: Double) -> Bool {
    values.append(value)
    if value != 0 { hasMoved = true }
    return hasMoved && values.count >= required
  }

  /// Gives the memory back.
  mutating func forget() { values = [] }
}
