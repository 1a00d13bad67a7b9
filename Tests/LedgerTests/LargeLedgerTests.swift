// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess
import Ledger
import SystemPackage
import TestSupport
import Testing

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The ledger of a busy year.
@Suite struct LargeLedgerTests {
  /// Entries before the measurement; `MODELGATE_LEDGER_ENTRIES` asks for another number.
  private static let count =
    unsafe getenv("MODELGATE_LEDGER_ENTRIES").flatMap { unsafe Int(String(cString: $0)) } ?? 5000

  private static func entry(_ number: Int) -> LedgerEntry {
    let text = Array("{\"entry\":\(number)}\n".utf8)
    return LedgerEntry(
      attestation: text, models: [.of(text + [1]), .of(text + [2])],
      commit: ObjectID(hashing: text, type: "blob"), datasets: [.of(text + [3])],
      summary: "entry \(number)")
  }

  /// The whole ledger as `git fast-import` reads it, laid out as the ledger lays itself out.
  private static func stream() -> [UInt8] {
    var text = """
      blob
      mark :1
      data 0

      commit \(Ledger.reference)
      committer A <a@b> 0 +0000
      data 1
      x

      """
    for number in 0..<count {
      let entry = entry(number)
      let id = entry.id.hex
      text += "M 100644 inline \(place("entries", id)).json\ndata \(entry.attestation.count)\n"
      text += String(decoding: entry.attestation, as: UTF8.self)
      for (folder, hex) in [
        ("model", entry.models[0].hex), ("model", entry.models[1].hex),
        ("commit", "\(entry.commit)"), ("data", entry.datasets[0].hex),
      ] {
        text += "M 100644 :1 \(place(folder, hex))/\(id)\n"
      }
    }
    return Array(text.utf8)
  }

  @Test func appendsAndLookUpsStayFast() async throws {
    let repository = try await TemporaryRepository()
    try await repository.shell("git", "fast-import", "--quiet", input: Self.stream())
    let opened = try Repository(at: repository.root)
    let clock = ContinuousClock()
    let author = Identity(name: "A", email: "a@b")
    // The first one also looks at the last head for the first time.
    try Ledger.append(Self.entry(Self.count), to: opened, by: author, time: 0)
    let rounds = 20
    let append = try clock.measure {
      for number in 1...rounds {
        try Ledger.append(Self.entry(Self.count + number), to: opened, by: author, time: 0)
      }
    }
    let lookUp = try clock.measure {
      for number in 0..<rounds {
        let entry = Self.entry(number)
        let found = try Ledger.attestations(ofModel: entry.models[0], in: opened)
        #expect(found == [entry.attestation])
      }
    }
    print("\(Self.count) entries: append \(append / rounds), look-up \(lookUp / rounds)")
    // Far above what it takes, so that only a scan of everything fails.
    #expect(append / rounds < .seconds(1) && lookUp / rounds < .milliseconds(200))
    let widths = try await repository.shell.script(
      """
      for folder in entries model commit data; do
        git ls-tree --name-only \(Ledger.reference):$folder | wc -l
      done
      """)
    #expect(widths.split(separator: "\n").allSatisfy { (Int($0) ?? .max) <= 256 })
  }
}
