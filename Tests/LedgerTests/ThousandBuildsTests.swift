// SPDX-License-Identifier: Apache-2.0

import Audit
import Digests
import Files
import GitAccess
import Ledger
import Manifests
import StrictJSON
import SystemPackage
import TestSupport
import Testing

/// "Which models were trained on this file?", and "which ran with this version?", where it matters:
/// in a repository in which a thousand models were built.
@Suite struct ThousandBuildsTests {
  private static let builds = 1_000
  /// Builds share datasets: every fiftieth reads the same.
  private static let datasets = 50
  private let entries = SignedEntries()

  private static func lock(_ number: Int) -> [UInt8] {
    let numpy = number.isMultiple(of: 100) ? "2.1.0" : "2.\(2 + number % 10)"
    return Array("# of build \(number / 100)\nnumpy[x]==\(numpy) ; python_version > '3'\n".utf8)
  }

  private func filled() async throws -> TemporaryRepository {
    let repository = try await TemporaryRepository()
    let opened = try Repository(at: repository.root)
    for start in stride(from: 0, to: Self.builds, by: 50) {
      let some = try (start..<(start + 50)).map { number in
        let lock = Self.lock(number)
        _ = try opened.write(blob: lock)
        return try entries.entry(number, data: number % Self.datasets, lock: lock)
      }
      try Ledger.append(some, to: opened, by: SignedEntries.author, time: 1_790_000_000)
    }
    return repository
  }

  @Test func theModelsOfAFileAndOfAVersionAreFound() async throws {
    let repository = try await filled()
    let key = try entries.publicKey(beside: repository)
    let file = try SignedEntries.manifest(7)[1].digest.hex
    let onFile = try await models(repository, [file, "--key", key])
    #expect(onFile == (try expected { $0 % Self.datasets == 7 }))
    #expect(onFile.count == 20)
    let withVersion = try await models(repository, ["--dependency", "NumPy==2.1"])
    #expect(withVersion == (try expected { $0.isMultiple(of: 100) }))
    #expect(withVersion.count == 10)
    let verification = try await entries.verification(at: repository.root)
    #expect(verification.faults.isEmpty && verification.trusted == Self.builds)
    let none = try await trace(repository, ["--dependency", "numpy==9"])
    #expect(none.status == 1, "\(none)")
    for wrong in [["--dependency", "numpy"], ["--dependency", "numpy==*"], []] {
      #expect(try await trace(repository, wrong).status == 64)
    }
    // A lock file that is not here may pin anything.
    try entries.append(Self.builds, at: repository.root)
    let unknown = try await trace(repository, ["--dependency", "numpy==9"])
    #expect(unknown.status == 2 && unknown.error.contains(Digest.of([3]).hex), "\(unknown)")
  }

  private func trace(_ repository: TemporaryRepository, _ arguments: [String]) async throws
    -> Transcript
  {
    try await repository.shell.run(
      Tools.path("modelgate-audit").string, ["trace"] + arguments)
  }

  private func models(_ repository: TemporaryRepository, _ arguments: [String]) async throws
    -> Set<String>
  {
    let said = try await trace(repository, ["--format", "json"] + arguments)
    #expect(said.status == 0, "\(said.error)")
    let nodes = try JSONValue.parse(Array(said.output.utf8))["nodes"]?.array ?? []
    return Set(nodes.filter { $0["kind"]?.string == "model" }.compactMap { $0["name"]?.string })
  }

  private func expected(_ isWanted: (Int) -> Bool) throws -> Set<String> {
    Set(try (0..<Self.builds).filter(isWanted).map { try "\(entries.entry($0).models[0])" })
  }
}
