// SPDX-License-Identifier: Apache-2.0

import Configuration
import Files
import Subprocess
import SystemPackage

/// Verifies SSH signatures by `ssh-keygen -Y verify`, against a file of allowed signers.
struct SSHVerifier {
  let folder: PrivateFolder
  /// A file in OpenSSH's `allowed_signers` format.
  let signers: [UInt8]
  /// The trusted time, in seconds since 1970: keys must be valid then, whatever a commit says.
  let time: Int64

  /// Principals that one key stands for, more of which nobody has.
  private static let principalLimit = 32

  func verify(_ signature: [UInt8], over payload: [UInt8]) async throws -> SignatureFact.State {
    let allowed = try folder.write(signers, as: "allowed_signers")
    let file = try folder.write(signature, as: "signature")
    let signed = try folder.write(payload, as: "payload")
    let program = ChildProgram(name: "ssh-keygen", folder: folder.path)
    let common = ["-Overify-time=\(Self.words(time))", "-f", allowed.string, "-s", file.string]
    guard let found = try await program.run(["-Y", "find-principals"] + common) else {
      return .undecided(
        "ssh-keygen is not installed", hints: ["sudo apt-get install openssh-client"])
    }
    guard found.status.isSuccess else { return Self.state(of: found) }
    var reason = "nobody is named"
    for principal in found.output.split(whereSeparator: \.isNewline).prefix(Self.principalLimit) {
      let outcome = try await program.run(
        ["-Y", "verify", "-n", "git", "-I", String(principal)] + common, reading: signed)
      guard let outcome else { continue }
      if outcome.status.isSuccess { return .trusted(by: String(principal)) }
      reason = Self.words(about: outcome) ?? outcome.reason
    }
    return .refused("the signature does not hold: \(reason)")
  }

  /// 255 says that a signature does not count, any other status that there was no judging it.
  private static func state(of outcome: ChildProgram.Outcome) -> SignatureFact.State {
    guard outcome.status == .exited(255) else {
      return .undecided("ssh-keygen failed: \(outcome.reason)", hints: ["ssh -V   # 8.9 or later"])
    }
    return .refused(
      words(about: outcome).map { "its key may not sign: \($0)" }
        ?? "its key is not among the allowed signers")
  }

  /// What is said of a key, without the place in a file that is gone by then.
  private static func words(about outcome: ChildProgram.Outcome) -> String? {
    for line in outcome.error.split(whereSeparator: \.isNewline) {
      if let start = line.firstRange(of: ": key ") {
        return String(line[start.lowerBound...].dropFirst(2))
      }
    }
    return nil
  }

  /// A time as ssh-keygen takes it: `YYYYMMDDHHMMSSZ`.
  static func words(_ seconds: Int64) -> String {
    let day = CalendarDay(secondsSinceEpoch: seconds)
    let second = (seconds % 86_400 + 86_400) % 86_400
    func padded(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
    return day.description.replacing("-", with: "")
      + [second / 3600, second / 60 % 60, second % 60].map(padded).joined() + "Z"
  }
}
