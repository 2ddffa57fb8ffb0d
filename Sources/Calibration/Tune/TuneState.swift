internal import Documents
internal import Text

/// Completed evaluations, kept in a file so that an interrupted search can resume.
///
/// The file has one JSON object per line: the schema and the identity of the search, then the
/// evaluations in the order of the search, each with a digest of its text.
final class TuneState {
  /// What an evaluation of this search must have.
  struct Shape {
    /// The number of ranges of dates.
    let ranges: Int
    /// The number of dates of the final selection.
    let dates: Int
    /// The largest number of losses of a range.
    let losses: Int
  }

  private static let schema = "margin.tune-state/1"

  private let file: TuneStateFile?
  private let shape: Shape
  private(set) var evaluations: [String: TuneEvaluation] = [:]
  private var lineNumbers: [String: Int] = [:]

  /// Reads a state, or begins one; nil keeps no state.
  ///
  /// - Throws: `InputError` for a state of other inputs or settings, for a damaged line, or if it
  ///   cannot be written.
  init(_ file: TuneStateFile?, identity: String, shape: Shape) throws(InputError) {
    self.file = file
    self.shape = shape
    guard let file else { return }
    var lines = try file.lines()
    let incomplete = lines.removeLast()
    let header = JSON.object(["identity": .string(identity), "schema": .string(Self.schema)])
    if let first = lines.first {
      try check(header: first, identity: identity)
    } else if !header.rendered.utf8.starts(with: incomplete) {
      throw notAState
    }
    // Only a file that is a state of this search loses its incomplete line.
    if !incomplete.isEmpty { try file.keep(first: incomplete.startIndex) }
    if lines.isEmpty { try file.append([header.rendered]) }
    for (index, line) in lines.enumerated().dropFirst() {
      try read(line, number: index + 1)
    }
  }

  /// Saves evaluations.
  ///
  /// - Throws: `InputError` if they cannot be written; earlier ones remain usable.
  func add(_ new: [TuneEvaluation]) throws(InputError) {
    for one in new { evaluations[one.key] = one }
    try file?.append(new.map(Self.line))
  }

  // MARK: - Reading

  private var notAState: InputError {
    InputError(
      InputLocation(file?.path, line: 1), code: "no-state",
      "is not a search state (\(Self.schema))", remedy: "name a new file, or remove this one")
  }

  private func check(header: ArraySlice<UInt8>, identity: String) throws(InputError) {
    let path = file?.path
    guard let found = try? JSON(reading: header), found["schema"]?.string == Self.schema,
      let other = found["identity"]?.string
    else { throw notAState }
    guard other == identity else {
      throw InputError(
        InputLocation(path), code: "other-state",
        "belongs to other files, another policy or other settings",
        remedy: "name another file, or remove this one to start over")
    }
  }

  private func read(_ line: ArraySlice<UInt8>, number: Int) throws(InputError) {
    func damaged(_ problem: String) -> InputError {
      InputError(
        InputLocation(file?.path, line: number), code: "damaged-state", problem,
        remedy: "remove the line, and its evaluation is repeated")
    }
    let found: JSON
    do throws(JSONFault) {
      found = try JSON(reading: line, firstLine: number)
    } catch {
      throw damaged("is not an evaluation: \(error.problem)")
    }
    let one: TuneEvaluation
    do throws(JSONMismatch) {
      one = try found.decoded()
    } catch {
      throw damaged(
        "is not an evaluation: \(error.path.text.isEmpty ? "key" : error.path.text) "
          + (error.kind == .missing ? "is missing" : "has a value of another kind"))
    }
    if let digest = found["sha256"], digest.string != Self.digest(of: one) {
      throw damaged("was changed: the digest of its text is another")
    }
    if let fault = one.fault(in: shape) { throw damaged(fault) }
    if let earlier = evaluations[one.key], earlier != one {
      throw damaged(
        "contradicts line \(lineNumbers[one.key] ?? 1), which has another evaluation of the policy")
    }
    evaluations[one.key] = one
    lineNumbers[one.key] = number
  }

  // MARK: - Writing

  private static func text(of one: TuneEvaluation) -> JSONObject {
    [
      "key": .string(one.key), "scores": .list(one.scores) { $0.map(json) ?? .null },
      "ticks": .list(one.ticks) { .double($0) },
    ]
  }

  private static func json(_ score: TuneScore) -> JSON {
    .object([
      "coverageBound": .double(score.coverageBound), "exceedances": .integer(score.exceedances),
      "losses": .integer(score.losses), "meanMargin": .double(score.meanMargin),
      "peakToTrough": .double(score.peakToTrough), "rise": .double(score.rise),
    ])
  }

  private static func digest(of one: TuneEvaluation) -> String {
    SHA256.hexadecimal(of: JSON.object(text(of: one)).rendered)
  }

  private static func line(_ one: TuneEvaluation) -> String {
    var fields = text(of: one)
    fields["sha256"] = .string(digest(of: one))
    return JSON.object(fields).rendered
  }
}

extension TuneEvaluation {
  /// What is wrong with an evaluation that was read from a file; nil if nothing is.
  fileprivate func fault(in shape: TuneState.Shape) -> String? {
    let digits = Set("0123456789abcdef")
    guard key.count == 64, key.allSatisfy(digits.contains) else {
      return "key: \"\(key.prefix(64))\" is not the hash of a policy"
    }
    guard scores.count == shape.ranges else {
      return "scores: \(scores.count) ranges of dates, where this search has \(shape.ranges)"
    }
    guard ticks.count == shape.dates else {
      return "ticks: \(ticks.count) dates, where this search has \(shape.dates)"
    }
    for (index, tick) in ticks.enumerated() where !(tick.isFinite && tick >= 0) {
      return "ticks[\(index + 1)]: \(tick) is not a loss; expected a finite number from 0"
    }
    for (index, score) in scores.enumerated() {
      if let fault = score?.fault(losses: shape.losses) { return "scores[\(index + 1)].\(fault)" }
    }
    return nil
  }
}

extension TuneScore {
  fileprivate func fault(losses most: Int) -> String? {
    guard (1 ... max(1, most)).contains(losses) else {
      return "losses: \(losses) is not from 1 to \(most)"
    }
    guard (0 ... losses).contains(exceedances) else {
      return "exceedances: \(exceedances) is not from 0 to the \(losses) losses"
    }
    // The bound is a quantile of a bootstrap, which is at most the bound of independent losses.
    guard coverageBound >= 0, coverageBound <= 1 else {
      return "coverageBound: \(coverageBound) is not from 0 to 1"
    }
    let measures: [(name: String, value: Double, least: Double)] = [
      ("meanMargin", meanMargin, 0), ("peakToTrough", peakToTrough, 1), ("rise", rise, 0),
    ]
    for (name, value, least) in measures where !(value.isFinite && value >= least) {
      return "\(name): \(value) is not a finite number from \(Int(least))"
    }
    return nil
  }
}
