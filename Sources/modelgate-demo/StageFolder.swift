// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import SystemPackage

/// Where the demo may write.
enum StageFolder {
  /// A new folder for temporary files, or the wanted one when nothing is in it yet.
  ///
  /// The result is absolute, with every link resolved.
  static func make(_ wanted: FilePath?, temporary: String?) throws -> FilePath {
    let base = temporary.flatMap { $0.hasPrefix("/") ? FilePath($0) : nil } ?? "/tmp"
    let path = wanted ?? base.appending("modelgate-demo-\(randomWord())")
    if wanted == nil { try Folder.createNew(path) } else { try Folder.create(path) }
    guard try Folder.names(in: path).isEmpty else {
      throw Failure(
        "'\(path.printable)' is not empty, and the demo overwrites nothing",
        hints: ["modelgate demo"], status: .usage)
    }
    return RealPath.of(path) ?? path
  }

  private static func randomWord() -> String {
    String(UInt64.random(in: .min ... .max), radix: 36)
  }
}
