import ArgumentParser
import Backtesting
import Calibration
import Instruments
import MarketData
import Reporting
import RiskMeasures
import RiskModels

/// `margin data synthesize`: prices from a known process, with their true risk.
struct DataSynthesizeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "synthesize",
    abstract: "Write prices from a known process, with their true VaR and ES.",
    usage: "margin data synthesize [<options>]",
    discussion: """
      Simple returns with normal or Student-t innovations; --alpha and --beta make their \
      variance a GARCH(1,1) process around the given volatility. --truth writes the value at \
      risk and expected shortfall of every next bar as forecasts, which margin backtest \
      --forecasts tests.

        margin data synthesize --output walk.csv --truth truth.csv
        margin data synthesize --alpha 0.08 --beta 0.9 --degrees-of-freedom 6
      """)

  @Option(.integer(2 ... 1_000_000, like: 2_520), "Prices per instrument.", name: "n")
  var prices = 2_520
  @Option(.integer(1 ... 10_000, like: 3), "Instruments, named S1, S2 and so on.", name: "n")
  var instruments = 1
  @Option(.start, "Date of the first price; bars are weekdays.", name: "date")
  var from = Timestamp(CalendarDate(days: 10_959))
  @Option(.number(-0.1 ... 0.1, like: 0.0002), "Mean return per bar.", name: "fraction")
  var drift = 0.0
  @Option(
    .number(above: 0, to: 0.2, like: 0.01), "Standard deviation of returns per bar.",
    name: "fraction")
  var volatility = 0.01
  @Option(
    .number(above: 2, to: 1_000, like: 4), "Degrees of freedom of Student-t innovations.",
    name: "n", otherwise: "normal innovations")
  var degreesOfFreedom: Double?
  @Option(
    .number(0 ... 0.999, like: 0.08), "Weight of the last squared innovation in the variance.",
    name: "weight")
  var alpha = 0.0
  @Option(
    .number(0 ... 0.999, like: 0.9), "Weight of the last variance in the variance.", name: "weight")
  var beta = 0.0
  @Option(.integer(0 ... .max, like: 7), "Random seed.", name: "n")
  var seed = 1

  @Option(.list(of: .level, like: "0.99"), "Confidence levels of --truth.", name: "a,b")
  var level = [ConfidenceLevel(0.99)].compactMap(\.self)
  @Option(
    .output("csv"), "File to write the true VaR and ES to, - for standard output.", name: "file")
  var truth: String?
  @Option(.output("csv"), "Output file, - for standard output.", name: "path")
  var output: String?

  func validate() throws {
    guard alpha + beta < 1 else {
      throw ValidationError("--alpha and --beta must add up to less than 1")
    }
    guard truth == nil || truth != (output ?? "-") else {
      throw ValidationError("--truth and the prices cannot have one destination; give --output")
    }
  }

  func run() async throws {
    var result = ResultFlags()
    (result.output, result.quiet) = (output, true)
    let session = try CommandSession(result)
    let file = try truth.flatMap { path throws(ToolFailure) in
      path == "-" ? nil : try OutputFile(path, flag: "--truth")
    }
    let process = SyntheticProcess(
      drift: drift, volatility: volatility, degreesOfFreedom: degreesOfFreedom, alpha: alpha,
      beta: beta)
    var made: [SyntheticPrices] = []
    for number in 1 ... instruments {
      do throws(SyntheticProcess.TotalLoss) {
        made.append(
          try process.prices(
            of: InstrumentID(rawValue: "S\(number)"), count: prices, from: from.date,
            seed: UInt64(seed)))
      } catch {
        throw ToolFailure(
          "S\(number)", "a return of −100 % or less was drawn for bar \(error.bar)",
          remedy: "lower --volatility or choose another --seed")
      }
    }
    try session.finish(
      PricePanelText(PricePanel(made.map(\.history))).text(.wide), .complete, failures: [])
    guard truth != nil else { return }
    let text = ForecastFileRenderer(made.flatMap { records(of: $0) }).csv
    if let file { try file.write(text) } else { try StandardOutput.write(text) }
  }

  /// The true risk of each bar but the first, beside its loss.
  private func records(of prices: SyntheticPrices) -> [ForecastRecord] {
    let history = prices.history
    let returns = history.returns(.simple).values
    return level.flatMap { level in
      Side.allCases.map { side in
        var record = ForecastRecord(
          .init(instrument: history.instrument, model: "true-process", side: side, level: level))
        for (bar, r) in returns.enumerated() {
          let risk = prices.risk(after: bar, side, level)
          record.append(
            .init(
              date: history.axis.times?[bar], loss: side == .long ? -r : r,
              forecast: risk.valueAtRisk, expectedShortfall: risk.expectedShortfall))
        }
        return record
      }
    }
  }
}
