// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import GitAccess

/// The bytes that git's own checkout would write for blobs: line ends, encodings, identifiers.
struct CheckoutBytes {
  let git: GitProgram

  /// The bytes for each blob at its path; nil where git gave none.
  ///
  /// Only for paths without a filter driver: those are programs, and a program can lie.
  func of(_ files: [(path: RelativePath, blob: ObjectID)]) async throws -> [[UInt8]?] {
    var results: [[UInt8]?] = []
    for file in files {
      // One call a file: `cat-file --batch` cannot name a path that holds a newline.
      guard let path = file.path.text else {
        results.append(nil)
        continue
      }
      results.append(
        try await git.run(["cat-file", "--filters", "--path=\(path)", file.blob.description]))
    }
    return results
  }
}
