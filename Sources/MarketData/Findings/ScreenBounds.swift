/// The bounds of the screen that are not options, with their evidence.
///
/// "Real data" are 98 series of 53 files, 500,000 bars: equities, indices, exchange rates, oil, VIX,
/// metals and cryptocurrencies, 1968 to 2026.
public enum ScreenBounds {
  // MARK: Jumps

  /// The smallest lasting jump, in median absolute log returns of the bars around it.
  ///
  /// Unadjusted 2:1 splits of IBM (1999) and BAC (2004) measure 50 and 110. Of real moves of more
  /// than a third, the largest without a fault measure 48 (XRP 2023-07-14, +73 %), 36 (BTC
  /// 2010-09-17, −35 %), 19 (ETH 2020-03-12, −42 %) and 17 (AAPL 2000-09-29, −52 %); the first is
  /// near no ratio of small integers, and the second was traded through. The price of 20 is that 1
  /// in 30 splits of 2:1 is missed at a volatility of 3 % a day, and most at 5 %.
  public static let jumpScales = 20.0
  /// The scales of a 3:2 split, since a third is a move that shares make.
  ///
  /// AMD rose by 52 % on 2016-04-22, 18 scales.
  static let smallSplitScales = 25.0
  /// The log change, ln 5, from which fewer scales make a fault.
  ///
  /// Prices that move by 20 % a day around an unapplied split (SPM.MI 2022-06-20, a factor of 19)
  /// measure 12 scales, those around a print of a ten-thousandth (ALPHA.PA 2023-05-08) 13.
  static let hugeJump = 1.6094379124341003
  /// The scales of a jump of at least ln 5.
  static let hugeJumpScales = 8.0
  /// The log change, ln 3, from which a jump that fits no ratio is a step change.
  ///
  /// The largest true return of a second or later bar is −61 % (AIG 2008-09-15, −0.94).
  static let stepChange = 1.0986122886681098
  /// The log change from which a lasting jump is looked at; ln 3/2 is 0.405.
  static let leastJump = 0.33
  /// Bars before a jump that may be a split; closer to the start the first prices are in doubt.
  static let barsBeforeSplit = 5

  /// The least log change of both legs of a reverting print.
  ///
  /// An hour of BTC on one exchange (2018-10-15 06:00, +4.5 %, −3.6 %) is 24 scales and true.
  static let printFloor = 0.05
  /// The scales of the smaller leg of a reverting print.
  ///
  /// The largest true reversal of daily data measures 9 (BTC 2015-01-14).
  static let printScales = 15.0
  /// The part of the smaller leg that may stay, since the neighbors of a bad print agree.
  ///
  /// Brent on 2020-04-21 (−47 %, +51 %) keeps 56 %.
  static let printRemainder = 0.25

  // MARK: The scale of moves

  /// A scale is the median of up to this many nonzero returns on each side of a jump.
  static let scaleReturns = 20
  /// The bars on each side within which these returns are sought.
  static let scaleBars = 60
  /// The scale of a side with fewer nonzero returns than this is unknown.
  static let leastScaleReturns = 3
  /// The number of equal closes before a jump from which on the scale grows with it.
  ///
  /// The first true price after a freeze is as many bars away as after missing bars.
  static let standingBars = 10
  /// The smallest scale: no market moves by less than a basis point a bar and jumps.
  static let scaleFloor = 1e-4
  /// The returns that the scale of a whole history is taken from, evenly spaced.
  static let sampledReturns = 128

  // MARK: Prices that stand still

  /// Two closes are equal up to this relative difference, half a unit of the last binary32 place.
  ///
  /// Yahoo's 14.5500004 and 14.5500002 are one price. A cent on 100,000 is 1e-7.
  static let equality = 6e-8
  /// Runs of zero returns are frozen if fewer than this many are expected as long by habit.
  ///
  /// Shares of 1990 to 1997, quoted in eighths, reach 4e-5 (BAC, five zero returns); freezes of 6
  /// (Bitstamp, January 2015), 15, 20 and 68 bars lie below 1e-12.
  static let frozenChance = 1e-6
  /// The highest probability of repeating a close that counts as a habit.
  ///
  /// It makes a history that never moves frozen from 29 bars on; 23 equal closes of an illiquid
  /// share (AET.L) are not.
  static let frozenHabit = 0.6
  /// The weekends that must repeat Friday's close to be forward-filled.
  static let filledWeekends = 4
  /// The share of all weekend bars that must repeat.
  static let filledShare = 0.9

  // MARK: Levels

  /// A close is outside its bar beyond this relative excess.
  ///
  /// It is the rounding of a high to two decimals at a price of 50. No bar of real data exceeds
  /// 1e-7.
  static let barTolerance = 1e-4
  /// The log change of close ÷ adjusted close that no ordinary dividend makes, that of a 6:5 split.
  ///
  /// The largest in real data is 0.013.
  static let adjustment = 0.1823215567939546
  /// Σ(xₜ − xₜ₋₁)² ÷ Σ(xₜ − x̄)², von Neumann's ratio, above which values are returns.
  ///
  /// It is 2 for uncorrelated values and near 0 for prices and yields.
  static let returnsRatio = 1.2
  /// The least share of negative and of positive values among returns.
  static let returnsSignShare = 0.15
  /// The fewest values that can be told from prices.
  static let leastReturns = 20
  /// The median absolute value from which returns are in percent.
  ///
  /// Daily ones are 0.3 to 3 % in liquid markets, 0.003 to 0.03 as decimals.
  static let percentReturns = 0.08
  /// The share of prices at or below zero from which ratios mean nothing, as for yields.
  static let nonPositiveShare = 0.02

  // MARK: Time

  /// Dates from this year on are in the future whatever the as-of date: slips of typing.
  static let lastYear = 2200
}
