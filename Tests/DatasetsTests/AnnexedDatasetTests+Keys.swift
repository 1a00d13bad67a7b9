// SPDX-License-Identifier: Apache-2.0

import Datasets
import Findings
import TestSupport
import Testing

/// Keys of git-annex that say nothing of a content, or nothing that can be computed here.
extension AnnexedDatasetTests {
  /// A file that is known by its address only.
  @Test(arguments: ["locked", "unlocked"])
  func anAddressIsNoDigest(_ kind: String) async throws {
    let repository = try await Self.annexed()
    try await repository.shell.script(
      """
      mkdir data
      git annex fromkey --force --quiet 'URL--https&c%%example.org%a.csv' data/a.csv 2>/dev/null ||
        git annex fromkey --force --quiet 'URL--https://example.org/a.csv' data/a.csv
      test \(kind) = locked || git annex unlock --quiet data
      test \(kind) = locked || test -f data/a.csv -a ! -L data/a.csv
      git commit --quiet --message address
      """)
    let error = try #require(throws: DatasetError.self) { try dataset(repository) }
    #expect(error.isWithoutDigest && error.status == .refused, "\(error.message)")
  }

  @Test(arguments: ["WORM", "SKEIN256E"], ["locked", "unlocked"])
  func keysThatTellNothingAreNeverPassed(_ backend: String, _ kind: String) async throws {
    let repository = try await Self.annexed()
    try repository.write("1,2\n", to: "data/a.csv")
    try await repository.shell.script(
      """
      git annex add --quiet --backend=\(backend) data
      test \(kind) = locked || git annex unlock --quiet data
      git commit --quiet --message data
      test \(kind) = locked || test -f data/a.csv -a ! -L data/a.csv
      """)
    do {
      _ = try dataset(repository)
      Issue.record("it was taken")
    } catch let error as DatasetError {
      #expect(error.isWithoutDigest)
      #expect(error.status == (backend == "WORM" ? .refused : .couldNotJudge))
      #expect(error.hints.first?.contains("migrate") == true)
    }
  }
}
