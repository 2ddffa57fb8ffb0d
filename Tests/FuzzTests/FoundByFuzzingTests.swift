import Accounts
import Calibration
import Documents
import Margin
import Policies
import Testing
import Text

@testable import MarginCommand

/// What mutants found, each named for its symptom.
struct FoundByFuzzingTests {
  @Test(arguments: ["1e-9223372036854775808", "1e61", "1e-61", "1e99999999999999999999"])
  func anExponentBeyondSixtyIsNotADecimalAndDoesNotTrap(text: String) {
    #expect(DecimalNumber(text) == nil)
    #expect(DecimalNumber("1e-60") != nil)
  }

  @Test(arguments: ["1e400", "-1e309", String(repeating: "9", count: 400)])
  func aNumeralBeyondADoubleIsRefusedWhereItIsDecoded(text: String) throws {
    let value = try JSON(reading: Array("{\"interval\": [\(text)]}".utf8))
    #expect(throws: JSONMismatch.self) { try value.decoded(as: [String: [Double]].self) }
    #expect(try JSON(reading: Array("1e308".utf8)).decoded(as: Double.self) == 1e308)
  }

  @Test func aRecordedPolicyWithoutAKeyHasItsDefaultOrSaysWhatIsMissing() throws {
    let policy = try CalibrationConfiguration(preset: "plain")
    let tree = try JSON(reading: Array(policy.canonicalJSON.utf8))
    for table in tree.keys {
      let kept = (tree.members ?? []).filter { $0.name != table }.map { ($0.name, $0.value) }
      do throws(KeyFault) {
        #expect(try CalibrationConfiguration(recorded: .object(JSONObject(kept))).preset == "plain")
      } catch {
        #expect(error.path.text == table && error.problem == "is missing")
      }
    }
    for key in tree["margin"]?.keys ?? [] {
      let kept = (tree["margin"]?.members ?? []).filter { $0.name != key }
        .map { ($0.name, $0.value) }
      do throws(KeyFault) {
        let margin = JSON.object(JSONObject(kept))
        _ = try CalibrationConfiguration(recorded: tree.replacing("margin", with: margin))
      } catch {
        #expect(!error.problem.contains("internal error"), "\(key)")
      }
    }
  }

  @Test func aSolvencyRatioThatIsNotFiniteIsNone() {
    #expect(SolvencyRatio(equity: 1e5, maintenanceMargin: Double.leastNonzeroMagnitude) == nil)
    #expect(SolvencyRatio(equity: 1e5, maintenanceMargin: 1e-3)?.value == 1e8)
  }

  @Test(arguments: ["1e300", "-1e19", "9223372036854775807", "nan", "inf"])
  func aNumberOfAProfileThatIsNotAnIntegerDoesNotTrap(text: String) throws {
    let folder = try FuzzFolder()
    let file = try folder.write(
      "[[reader]]\nfiles = \"*.csv\"\ndecimal = \(text)\n", to: "reader.toml")
    #expect(throws: InputError.self) { try ReaderProfileFile.profiles(file) }
  }
}
