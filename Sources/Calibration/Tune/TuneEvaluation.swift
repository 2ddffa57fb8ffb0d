internal import Backtesting
internal import Foundation
internal import Instruments
internal import Policies
internal import RiskMeasures

/// How a policy did on every range, and its loss by date.
struct TuneEvaluation: Sendable, Codable, Hashable {
  /// The hash of the policy.
  let key: String
  /// Its scores, in the order of the ranges; nil where the policy has no margin on them.
  let scores: [TuneScore?]
  /// The mean tick loss of the series by date of the last choice, the score of a quantile.
  let ticks: [Double]
}

extension TuneEvaluation {
  /// The scores of one policy's paths, one an instrument.
  init(
    key: String, paths: [TunePath], ranges: [TuneRange], final: TuneRange, settings: TuneSettings,
    bound: CoverageBound
  ) {
    self.key = key
    let sides = settings.sides.map { $0 == .long ? 0 : 1 }
    scores = ranges.map { range in
      TuneScore(paths, sides, on: range, settings, bound)
    }
    var ticks = [Double](repeating: 0, count: final.count)
    var counts = [Int](repeating: 0, count: final.count)
    let offsets = final.offsets
    for path in paths {
      for (index, place) in path.places.enumerated() {
        guard let offset = offsets(place) else { continue }
        for side in sides {
          let excess = path.losses[side][index] - path.rates[side][index]
          ticks[offset] += excess * (settings.coverage - (excess <= 0 ? 1 : 0))
          counts[offset] += 1
        }
      }
    }
    self.ticks = zip(ticks, counts).map { $1 > 0 ? $0 / Double($1) : 0 }
  }
}

extension TuneRange {
  /// The place within the range of a common date; nil outside of it.
  var offsets: (Int) -> Int? {
    var starts: [(part: Range<Int>, offset: Int)] = []
    var offset = 0
    for part in parts {
      starts.append((part, offset))
      offset += part.count
    }
    return { place in
      for (part, offset) in starts where part.contains(place) {
        return offset + place - part.lowerBound
      }
      return nil
    }
  }
}

extension TuneScore {
  /// The score of all series of a policy on a range; nil without a loss on it.
  init?(
    _ paths: [TunePath], _ sides: [Int], on range: TuneRange, _ settings: TuneSettings,
    _ bound: CoverageBound
  ) {
    let offsets = range.offsets
    var exceedances = [Int](repeating: 0, count: range.count)
    var losses = exceedances
    var (sum, peak, rise) = (0.0, 1.0, 0.0)
    for path in paths {
      let parts = range.parts.map { part in
        path.places.indices.filter { part.contains(path.places[$0]) }
      }
      for side in sides {
        for index in parts.joined() {
          guard let offset = offsets(path.places[index]) else { continue }
          losses[offset] += 1
          if path.losses[side][index] > path.rates[side][index] { exceedances[offset] += 1 }
          sum += path.rates[side][index]
        }
        let rates = parts.map { $0.map { path.rates[side][$0] } }
        let all = rates.joined()
        if let low = all.min(), let high = all.max(), low > 0 { peak = max(peak, high / low) }
        // A rise over dates that are left out is none.
        rise = max(rise, rates.map { Self.rise($0, over: settings.riseDays) }.max() ?? 0)
      }
    }
    // Dates on which no series was scored are no dates.
    let scored = losses.indices.filter { losses[$0] > 0 }
    let total = losses.reduce(0, +)
    guard total > 0 else { return nil }
    self.init(
      losses: total, exceedances: exceedances.reduce(0, +),
      coverageBound: bound.lowerBound(
        exceedances: scored.map { exceedances[$0] }, losses: scored.map { losses[$0] }),
      meanMargin: sum / Double(total), peakToTrough: peak, rise: rise)
  }

  /// The largest relative rise over so many dates; zero without one.
  private static func rise(_ rates: [Double], over days: Int) -> Double {
    var rise = 0.0
    for index in rates.indices.dropFirst(days) where rates[index - days] > 0 {
      rise = max(rise, rates[index] / rates[index - days] - 1)
    }
    return rise
  }
}

/// Finished evaluations on disk, a line each, so that an interrupted search goes on where it was.
final class TuneState {
  private struct Header: Codable, Equatable {
    let schema: String
    let identity: String
  }

  private let path: String?
  private(set) var evaluations: [String: TuneEvaluation] = [:]
  private var handle: FileHandle?

  /// Opens a state, or begins one; nil keeps nothing.
  ///
  /// - Throws: ``ConfigurationError`` for a state of other inputs or settings, and where it cannot be written.
  init(path: String?, identity: String) throws(ConfigurationError) {
    self.path = path
    guard let path else { return }
    let header = Header(schema: "margin.tune-state/1", identity: identity)
    if let data = FileManager.default.contents(atPath: path), !data.isEmpty {
      try read(data, header, path)
    } else {
      guard let line = try? JSONEncoder().encode(header),
        FileManager.default.createFile(atPath: path, contents: line + Data("\n".utf8))
      else {
        throw ConfigurationError(
          source: path, problem: "cannot be written", hint: "name a file in a folder that can be")
      }
    }
    handle = FileHandle(forWritingAtPath: path)
    _ = try? handle?.seekToEnd()
  }

  private func read(_ data: Data, _ header: Header, _ path: String) throws(ConfigurationError) {
    let lines = data.split(separator: UInt8(ascii: "\n"))
    guard let first = lines.first,
      let found = try? JSONDecoder().decode(Header.self, from: Data(first))
    else {
      throw ConfigurationError(
        source: path, problem: "is no state of a search",
        hint: "name a new file, or remove this one")
    }
    guard found == header else {
      throw ConfigurationError(
        source: path, problem: "is of other files, another policy or other settings",
        hint: "name another file, or remove this one to begin anew")
    }
    for line in lines.dropFirst() {
      // The last line may be cut by an interrupt: what it held is computed again.
      guard let one = try? JSONDecoder().decode(TuneEvaluation.self, from: Data(line)) else {
        continue
      }
      evaluations[one.key] = one
    }
    if data.last != UInt8(ascii: "\n") {
      let end = (data.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
      guard let handle = FileHandle(forWritingAtPath: path) else { return }
      try? handle.truncate(atOffset: UInt64(end))
      try? handle.close()
    }
  }

  func add(_ new: [TuneEvaluation]) {
    for one in new {
      evaluations[one.key] = one
      guard let handle, let line = try? JSONEncoder().encode(one) else { continue }
      try? handle.write(contentsOf: line + Data("\n".utf8))
    }
  }
}
