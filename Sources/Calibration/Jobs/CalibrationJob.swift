internal import Forecasting
internal import Instruments
public import MarketData
public import Policies
public import Text

/// What a command line asks for, before files are read and names are resolved.
public struct CalibrationJob: Sendable {
  /// Files and folders of CSV.
  public var paths: [String] = []
  /// What the files hold and how gaps are treated.
  public var load = LoadOptions()
  /// Where the policy is read from, or what it was resolved to.
  public var policy: PolicySource = .preset("plain")
  /// What the command line sets over file and preset.
  public var flags = ConfigurationFlags()
  /// A model of a file in place of the policy's; nil for the policy's, or the one the flags name.
  public var listedModel: ListedModel?
  /// The date of the last return that counts; nil for all of them or an undated series.
  public var asOf: Timestamp?
  /// The first date that is wanted; nil for the first there is.
  public var from: Timestamp?
  /// The last date that is wanted; nil for the last there is.
  public var to: Timestamp?
  /// Tasks that run at the same time; the numbers do not depend on it.
  public var jobs = 1
  /// The version that the provenance names.
  public var version: String

  /// A job without files yet, under the preset `plain`.
  public init(version: String) { self.version = version }

  /// Everything that can be found wrong before a file is read, found; a policy file is opened here.
  ///
  /// - Throws: `InputError` with all that is wrong.
  public func resolved() throws(InputError) -> ResolvedJob {
    try ResolvedJob(self, policy: policy.read())
  }
}
