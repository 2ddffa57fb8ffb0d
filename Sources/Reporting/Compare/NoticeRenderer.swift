public import Calibration
internal import Documents
internal import Instruments
internal import Margin
internal import MarketData
internal import RiskMeasures

/// Drafts a client notice of a margin change, in Markdown.
///
/// Text in square brackets is for the sender to complete: contact, approval, and facts outside the
/// files.
public struct NoticeRenderer: Sendable {
  let comparison: ScheduleComparison
  let text: ChangeText

  /// Creates a notice from a schedule comparison.
  public init(_ comparison: ScheduleComparison) {
    self.comparison = comparison
    text = ChangeText(comparison)
  }

  /// The draft, ending with a newline.
  public var markdown: String {
    var page = "# Notice: changes to margin rates\n\n"
    page += "Draft. Text in square brackets is for the sender to complete.\n"
    for (head, part) in parts where !part.isEmpty { page += "\n## \(head)\n\n" + part }
    return page
  }

  private var parts: [(String, String)] {
    [
      ("What changes", decision), ("What it means for open positions", meaning),
      ("Stages", stages), ("What to do", action), ("Why the rates change", reasons),
      ("Evidence", evidence), ("Basis of these figures", provenance), ("Questions", questions),
    ]
  }

  var moved: [ComparedMargin] { comparison.moved }

  func isPhased(_ compared: ComparedMargin) -> Bool { (compared.path?.stages.count ?? 1) > 1 }

  // MARK: - What changes

  private var decision: String {
    guard !moved.isEmpty else { return "No margin rate changes.\n" + oneSided }
    var table = TextTable([
      .text("Instrument"), .text("Side"), .text("Initial margin"), .text("Maintenance margin"),
      .text("In force from"),
    ])
    for compared in moved {
      table.append([
        compared.new.instrument.rawValue, compared.new.side.rawValue,
        arrow(compared.change[.initial]), arrow(compared.change[.maintenance]), start(compared),
      ])
    }
    let rest = comparison.changes.count - moved.count
    return
      "The rates apply to open positions and to new ones alike. They are "
      + (comparison.unit == .price
        ? "amounts in price units, for one unit of the underlying" : "shares of the notional value")
      + ".\n\n" + table.markdown()
      + (rest > 0
        ? "\nThe rates of \(NumberText.count(rest, "other margin")) stay as they are.\n" : "")
      + oneSided
  }

  private func arrow(_ change: RateChange) -> String {
    change.absolute == .zero
      ? "\(text.rate(change.new)), unchanged"
      : "\(text.rate(change.old)) → \(text.rate(change.new))"
  }

  private func start(_ compared: ComparedMargin) -> String {
    let date = compared.new.effectiveFrom?.description ?? "[date]"
    guard isPhased(compared), let count = compared.path?.stages.count else { return date }
    return "\(date), in \(count) stages"
  }

  private var oneSided: String {
    var sentences = ""
    for margin in comparison.added {
      sentences +=
        "\nNew: \(Self.name(margin)), initial margin \(text.rate(margin.rates.initial)), maintenance "
        + "margin \(text.rate(margin.rates.maintenance)), from "
        + "\(margin.effectiveFrom?.description ?? "[date]").\n"
    }
    for margin in comparison.removed {
      sentences +=
        "\nNo longer in the schedule: \(Self.name(margin)) [what holds for open positions].\n"
    }
    return sentences
  }

  static func name(_ margin: ScheduledMargin) -> String {
    Markdown.escaped("\(margin.instrument) \(margin.side.rawValue)")
  }

  // MARK: - What it means

  private var meaning: String {
    guard !moved.isEmpty else { return "" }
    return rules + impact
  }

  private var rules: String {
    let callers = moved.contains { $0.change.new.initial > $0.change.old.initial }
    let liquidators = moved.contains { $0.change.new.maintenance > $0.change.old.maintenance }
    var sentences: [String] = []
    if callers {
      sentences.append(
        "An increase in the initial margin alone liquidates no position: a position with less equity than the new initial "
          + "margin is called for more collateral.")
    }
    if liquidators {
      sentences.append(
        "A rise of the maintenance margin can liquidate: a position whose equity is not above it is closed when it "
          + "comes into force, even if prices do not move.")
      if comparison.unit == .fraction,
        moved.allSatisfy({ $0.impact.smallestLiquidated == nil })
      {
        sentences.append(
          "These rises liquidate no position that holds the initial margin so far, at an unchanged price."
        )
      }
    }
    if !callers, !liquidators {
      sentences.append(
        "No rate rises, so no position is called or liquidated because of this change.")
    }
    return sentences.joined(separator: " ") + "\n"
  }

  /// Leverages at which positions are called or liquidated, and the price moves the others
  /// withstand.
  private var impact: String {
    let hit = moved.filter {
      $0.impact.smallestCalled != nil || $0.impact.smallestLiquidated != nil
    }
    var text = ""
    if !hit.isEmpty {
      var table = TextTable([
        .text("Instrument"), .text("Side"), .number("Highest leverage"),
        .number("Called from"), .number("Liquidated from"),
      ])
      for compared in hit {
        table.append([
          compared.new.instrument.rawValue, compared.new.side.rawValue,
          ChangeText.leverage(compared.old.highestLeverage) + " → "
            + ChangeText.leverage(compared.new.highestLeverage),
          ChangeText.leverage(compared.impact.smallestCalled),
          ChangeText.leverage(compared.impact.smallestLiquidated),
        ])
      }
      text +=
        "\nPositions opened at the rates so far, with equity of one over the leverage, at an unchanged price"
        + (moved.contains(where: isPhased) ? ", if all of the change came at once:\n\n" : ":\n\n")
        + table.markdown()
    }
    return text + moves
  }

  private var moves: String {
    let table = ComparisonRenderer(comparison).movesTable
    guard !table.rows.isEmpty else { return "" }
    return
      "\nThe price move against such a position that leads to its liquidation, before → after: a fall for a "
      + "long position, a rise for a short one.\n\n" + table.markdown()
  }

  private var action: String {
    let hit = moved.contains {
      $0.impact.smallestCalled != nil || $0.impact.smallestLiquidated != nil
    }
    guard hit else { return "" }
    return
      "Before the new rates come into force, add collateral or reduce positions, so that the equity of each "
      + "account covers the new initial margin. Check programs that open positions at a fixed leverage: orders "
      + "above the new highest leverage are refused.\n"
  }

  private var questions: String {
    "Contact: [name and address]. Approved by: [name and date].\n"
  }
}
