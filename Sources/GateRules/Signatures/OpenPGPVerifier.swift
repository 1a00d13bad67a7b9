// SPDX-License-Identifier: Apache-2.0

import Files
import Subprocess
import SystemPackage

/// Verifies OpenPGP signatures by gpg, in a home that holds nothing but the trusted keys.
struct OpenPGPVerifier {
  let folder: PrivateFolder
  /// Public keys as `gpg --export` writes them, with armour or without.
  let keys: [UInt8]
  /// The trusted time, in seconds since 1970: keys must be valid then, whatever a commit says.
  let time: Int64

  /// No options but these, no agent, no network.
  private static let options = [
    "--batch", "--no-options", "--no-tty", "--no-autostart", "--no-auto-key-retrieve",
    "--trust-model", "always", "--status-fd", "1",
  ]

  func verify(_ signature: [UInt8], over payload: [UInt8]) async throws -> SignatureFact.State {
    let file = try folder.write(signature, as: "signature")
    let signed = try folder.write(payload, as: "payload")
    let gpg = ChildProgram(name: "gpg", folder: folder.path, variables: ["GNUPGHOME": home.string])
    if let failure = try await prepare(gpg) { return failure }
    let outcome = try await gpg.run(
      Self.options + [
        "--weak-digest", "SHA1", "--faked-system-time", "\(time)!", "--verify", file.string,
        signed.string,
      ])
    guard let outcome else { return Self.missing }
    return StatusLines(outcome.output).state
      ?? .undecided(
        "gpg failed: \(outcome.reason)", hints: ["gpg --version"])
  }

  private var home: FilePath { folder.path.appending("gnupg") }

  /// Imports the keys the first time; what went wrong, if anything did.
  private func prepare(_ gpg: ChildProgram) async throws -> SignatureFact.State? {
    if (try? FileStatus(home)) != nil { return nil }
    try Folder.createNew(home)
    let file = try folder.write(keys, as: "keys")
    guard let outcome = try await gpg.run(Self.options + ["--import", file.string]) else {
      try Folder.remove(home)
      return Self.missing
    }
    guard !outcome.output.contains("[GNUPG:] IMPORT_OK ") else { return nil }
    try Folder.remove(home)
    return .undecided(
      "gpg finds no key in the file that 'trust.gpg' names",
      hints: ["gpg --armor --export FINGERPRINT >FILE && git add FILE && git commit"])
  }

  private static let missing = SignatureFact.State.undecided(
    "gpg is not installed", hints: ["sudo apt-get install gnupg"])
}

/// What gpg says for programs (its DETAILS file): lines of a keyword and words.
private struct StatusLines {
  private let lines: [[Substring]]

  init(_ text: String) {
    lines = text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      return words.first == "[GNUPG:]" && words.count > 1 ? Array(words.dropFirst()) : nil
    }
  }

  /// Why a signature does not count; each of these outweighs a good one.
  private static let refusals = [
    "BADSIG": "it is not over this object", "EXPKEYSIG": "its key has expired",
    "REVKEYSIG": "its key was revoked", "EXPSIG": "it has expired",
    "NO_PUBKEY": "its key is not in the file that 'trust.gpg' names",
    "ERRSIG": "it cannot be checked", "BADARMOR": "it is malformed", "NODATA": "it is malformed",
  ]

  /// One good signature over a document, and nothing else; nil when gpg said nothing of the kind.
  var state: SignatureFact.State? {
    for (keyword, reason) in Self.refusals.sorted(by: { $0.key > $1.key })
    where lines.contains(where: { $0[0] == keyword }) {
      return .refused("the signature does not hold: \(reason)")
    }
    let valid = lines.filter { $0[0] == "VALIDSIG" }
    guard lines.contains(where: { $0[0] == "GOODSIG" }), let first = valid.first else { return nil }
    // Classes 0 and 1 are over documents; the others are over keys.
    guard valid.count == 1, first.count > 9, first[9] == "00" || first[9] == "01" else {
      return .refused("it is not one signature over an object")
    }
    return .trusted(by: String(first.last ?? first[1]))
  }
}
