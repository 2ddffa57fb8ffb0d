import Glibc

/// Finds changes of level and single prints that are too large for the volatility around them.
struct PriceJumps {
  /// One change between a bar and the one before.
  private struct Jump {
    let row: Int
    let kind: DataFinding.Kind
    /// ln(Pₜ/Pₜ₋₁).
    let change: Double
    /// The change in units of the scale around it.
    let scales: Double
    let ratio: JumpRatio?
  }

  private let subject: ScreenedHistory
  private let jumpScales: Double
  /// The median absolute nonzero log return of the history; nil if there are too few.
  private let typical: Double?
  private var jumps: [Jump] = []

  /// Scans a history in time order; jumps of prices of any sign are large as differences too.
  init(in subject: ScreenedHistory, jumpScales: Double, priceSign: PriceSign) {
    self.subject = subject
    self.jumpScales = jumpScales
    let close = subject.close
    typical = Self.typicalReturn(of: close)
    let bound = max(2, ScreenBounds.nonPositiveShare * Double(close.count))
    guard Double(subject.nonPositive.count) < bound else { return }
    // Six typical returns make a candidate, a third always does.
    let least =
      exp(max(ScreenBounds.printFloor, min(6 * (typical ?? 0), ScreenBounds.leastJump))) - 1
    var row = 1
    while row < close.count {
      let (before, after) = (close[row - 1], close[row])
      let isCandidate =
        abs(after - before) > least * min(before, after) && before > 0 && after > 0
      if isCandidate, let jump = jump(at: row),
        priceSign == .positive || isLarge(after - before, around: row)
      {
        jumps.append(jump)
        if jump.kind == .revertingPrint { row += 1 }
      }
      row += 1
    }
  }

  /// ln(Pₜ/Pₜ₋₁); nil where it does not exist.
  private static func change(_ close: [Double], _ row: Int) -> Double? {
    guard close[row - 1] > 0, close[row] > 0 else { return nil }
    let change = log(close[row] / close[row - 1])
    return change.isFinite ? change : nil
  }

  /// The median of nonzero absolute log returns, evenly sampled.
  private static func typicalReturn(of close: [Double]) -> Double? {
    guard close.count > 1 else { return nil }
    let stride = max(1, (close.count - 1) / ScreenBounds.sampledReturns)
    var sizes: [Double] = []
    sizes.reserveCapacity(2 * ScreenBounds.sampledReturns)
    for row in Swift.stride(from: 1, to: close.count, by: stride) {
      guard let size = change(close, row).map(abs), size > ScreenBounds.equality else { continue }
      sizes.append(size)
    }
    return median(&sizes)
  }

  private static func median(_ sizes: inout [Double]) -> Double? {
    guard sizes.count >= ScreenBounds.leastScaleReturns else { return nil }
    sizes.sort()
    return sizes[sizes.count / 2]
  }
}

// MARK: - Classification

extension PriceJumps {
  private func jump(at row: Int) -> Jump? {
    guard let change = Self.change(subject.close, row) else { return nil }
    return print(at: row, change) ?? lasting(at: row, change)
  }

  /// A bar that is far from both neighbors, which agree.
  private func print(at row: Int, _ change: Double) -> Jump? {
    guard row + 1 < subject.close.count, let back = Self.change(subject.close, row + 1),
      change * back < 0
    else { return nil }
    let leg = min(abs(change), abs(back))
    guard leg >= ScreenBounds.printFloor,
      abs(change + back) <= ScreenBounds.printRemainder * leg
    else { return nil }
    let scales = leg / scale(around: row, after: row + 2)
    let isHuge = leg >= ScreenBounds.hugeJump && scales >= ScreenBounds.hugeJumpScales
    guard scales >= ScreenBounds.printScales || isHuge else { return nil }
    let ratio = JumpRatio.nearest(to: change, within: 0.1).flatMap { ratio in
      max(ratio.numerator, ratio.denominator) >= 10 ? ratio : nil
    }
    return Jump(row: row, kind: .revertingPrint, change: change, scales: scales, ratio: ratio)
  }

  /// A change that stays.
  private func lasting(at row: Int, _ change: Double) -> Jump? {
    let size = abs(change)
    guard size > ScreenBounds.leastJump else { return nil }
    let scale = scale(around: row, after: row + 1)
    let scales = size / scale
    let isHuge = size >= ScreenBounds.hugeJump && scales >= ScreenBounds.hugeJumpScales
    guard scales >= jumpScales || isHuge else { return nil }
    if size < ScreenBounds.hugeJump, isTraded(through: row, change) { return nil }
    if let ratio = ratio(of: change, scale: scale),
      !ratio.isSmall || scales >= max(ScreenBounds.smallSplitScales, jumpScales)
    {
      let kind: DataFinding.Kind = ratio.isUnit ? .unitJump : .splitLikeJump
      if ratio.isUnit || row >= ScreenBounds.barsBeforeSplit {
        return Jump(row: row, kind: kind, change: change, scales: scales, ratio: ratio)
      }
    }
    guard size >= ScreenBounds.stepChange else { return nil }
    return Jump(row: row, kind: .stepChange, change: change, scales: scales, ratio: nil)
  }

  /// Whether the bar's high or low lies at least half the way back to the close before: the price
  /// was traded down or up, where a split or a unit changes between bars.
  private func isTraded(through row: Int, _ change: Double) -> Bool {
    guard let high = subject.history.high, let low = subject.history.low else { return false }
    let close = subject.close[row]
    return change < 0
      ? high[row] > close * exp(-change / 2) : low[row] < close * exp(-change / 2)
  }

  /// The ratio that a change is near to, given what the price itself may do in a bar.
  private func ratio(of change: Double, scale: Double) -> JumpRatio? {
    JumpRatio.nearest(to: change, within: 0.1).flatMap { ratio in
      abs(change - log(ratio.value)) <= ratio.tolerance(scale: scale) ? ratio : nil
    }
  }

  /// The median absolute log return around a bar: the larger of the sides before and after.
  ///
  /// A price that crashes goes on moving, one that is split does not. Over missing bars and after
  /// equal closes the scale grows with the square root of the bars.
  private func scale(around row: Int, after: Int) -> Double {
    let before = median(from: row - 1, by: -1)
    let after = median(from: after, by: 1)
    let known = [before, after].compactMap(\.self).max() ?? typical ?? 0
    var bars = 1
    if let times = subject.times, let calendar = subject.calendar {
      bars += calendar.barsMissing(between: times[row - 1], and: times[row])
    }
    var standing = 0
    while row - 1 - standing > 0, subject.isRepeated(row - 1 - standing) { standing += 1 }
    if standing >= ScreenBounds.standingBars { bars += standing }
    return max(known, ScreenBounds.scaleFloor) * Double(bars).squareRoot()
  }

  /// Whether a change is large among the price differences around it.
  ///
  /// Half the scales of a jump suffice: a split that halves a price is 28 median returns as a ratio
  /// where it is 20 as a difference.
  private func isLarge(_ difference: Double, around row: Int) -> Bool {
    let size = { (row: Int) -> Double? in abs(self.subject.close[row] - self.subject.close[row - 1])
    }
    let known = [median(of: size, from: row - 1, by: -1), median(of: size, from: row + 2, by: 1)]
    return abs(difference) >= jumpScales / 2 * (known.compactMap(\.self).max() ?? 0)
  }

  /// The median of the nonzero returns that follow or precede, from a bar on.
  private func median(from first: Int, by step: Int) -> Double? {
    median(of: { Self.change(self.subject.close, $0).map(abs) }, from: first, by: step)
  }

  /// The median of the nonzero sizes of moves that follow or precede, from a bar on.
  private func median(of size: (Int) -> Double?, from first: Int, by step: Int) -> Double? {
    var sizes: [Double] = []
    sizes.reserveCapacity(ScreenBounds.scaleReturns)
    var row = first
    for _ in 0 ..< ScreenBounds.scaleBars {
      guard row >= 1, row < subject.close.count, sizes.count < ScreenBounds.scaleReturns else {
        break
      }
      if let size = size(row), size > ScreenBounds.equality { sizes.append(size) }
      row += step
    }
    return Self.median(&sizes)
  }
}

// MARK: - Findings

extension PriceJumps {
  /// One finding for each kind of jump.
  var findings: [DataFinding] {
    let kinds: [DataFinding.Kind] = [.splitLikeJump, .unitJump, .revertingPrint, .stepChange]
    return kinds.compactMap { kind in finding(kind, jumps.filter { $0.kind == kind }) }
  }

  private func finding(_ kind: DataFinding.Kind, _ jumps: [Jump]) -> DataFinding? {
    guard let first = jumps.first, let last = jumps.last else { return nil }
    let isPrint = kind == .revertingPrint
    let factors = jumps.compactMap { jump in jump.ratio.map { (jump.row, $0.value) } }
    return subject.finding(
      kind, rows: isPrint ? first.row ..< first.row + 1 : first.row - 1 ..< first.row + 1,
      doubtfulReturns: jumps.flatMap { isPrint ? [$0.row, $0.row + 1] : [$0.row] },
      factors: isPrint ? [:] : Dictionary(uniqueKeysWithValues: factors),
      count: jumps.count,
      message: "\(move(first))\(subject.others(jumps.count, lastRow: last.row)): \(cause(first))",
      remedy: Self.remedy(kind))
  }

  private func move(_ jump: Jump) -> String {
    let (before, after) = (subject.close[jump.row - 1], subject.close[jump.row])
    var text =
      "close \(FindingText.price(before)) → \(FindingText.price(after)) "
      + subject.place(of: jump.row)
    if jump.kind == .revertingPrint {
      text += " → \(FindingText.price(subject.close[jump.row + 1])) in the next bar"
    }
    let times = FindingText.figure(exp(jump.change))
    let size = jump.scales > 1_000 ? "over 1000" : FindingText.figure(jump.scales, digits: 2)
    return text + " (×\(times), \(size) times the median move)"
  }

  private func cause(_ jump: Jump) -> String {
    switch jump.kind {
    case .splitLikeJump:
      let name = jump.ratio.map { "\($0): an unadjusted \($0.splitName)" } ?? ""
      return "near \(name)"
    case .unitJump:
      let factor = jump.ratio?.description ?? ""
      return "near \(factor): a change of unit, such as pence to pounds, or a reverse split"
    case .revertingPrint:
      return jump.ratio.map { "a bad print, off by near \($0)" } ?? "a bad print"
    default:
      if jump.row + 1 == subject.close.count { return "a bad last print, or another level" }
      if jump.row < ScreenBounds.barsBeforeSplit {
        return "the first prices are of another level: a bad first print, or a listing price"
      }
      return "another level for good: a relaunch, a redenomination, or another instrument under "
        + "the same name"
    }
  }

  private static func remedy(_ kind: DataFinding.Kind) -> String {
    switch kind {
    case .splitLikeJump:
      "use the adjusted close (--price-column) or a factor file; or exclude the return "
        + "(--on split-like-jump=exclude-return)"
    case .unitJump:
      "bring the file to one unit, or exclude the return (--on unit-jump=exclude-return) or "
        + "rescale the bars before it (--on unit-jump=repair)"
    case .revertingPrint:
      "correct the price, or exclude both returns (--on reverting-print=exclude-return)"
    default:
      "start the history after the change, or exclude the return "
        + "(--on step-change=exclude-return)"
    }
  }
}
