// SPDX-License-Identifier: Apache-2.0

import Files
public import SystemPackage

/// How a program ended, and all that it said.
public struct Transcript: Sendable, CustomStringConvertible {
  /// The command.
  public let command: [String]
  /// Where it ran.
  public let directory: FilePath
  /// Standard output.
  public let outputBytes: [UInt8]
  /// Standard error.
  public let errorBytes: [UInt8]
  /// The exit status, or 128 and the number of the signal that ended it.
  public let status: Int32

  /// Standard output as text.
  public var output: String { String(decoding: outputBytes, as: UTF8.self) }
  /// Standard error as text.
  public var error: String { String(decoding: errorBytes, as: UTF8.self) }
  /// What standard error says to type, a line each.
  public var hints: [String] {
    error.split(separator: "\n").compactMap { line in
      line.firstRange(of: "hint: ").map { String(line[$0.upperBound...]) }
    }
  }
  /// Standard output without the newlines at its end, as `$(…)` gives it.
  public var line: String { output.withoutLastNewlines }

  /// Everything, for a test that failed: the command, its end, both streams and what lies there.
  public var description: String {
    """
    $ \(command.map(ShellWord.quote).joined(separator: " "))
    [\(status)] in '\(directory)'
    --- stdout
    \(output.withoutLastNewlines)
    --- stderr
    \(error.withoutLastNewlines)
    --- files
    \(FolderListing.text(of: directory))
    """
  }

  /// This transcript, when it ended with one of the statuses; else an error that tells the story.
  @discardableResult
  public func expecting(_ wanted: Int32...) throws(UnexpectedStatus) -> Transcript {
    guard wanted.contains(status) else {
      let words = wanted.map(String.init).joined(separator: " or ")
      throw UnexpectedStatus(description: "wanted exit status \(words)\n\(description)")
    }
    return self
  }
}

/// A program that ended otherwise than its test wants.
public struct UnexpectedStatus: Error, CustomStringConvertible {
  /// The whole story.
  public let description: String
}

/// Words as a POSIX shell reads them.
enum ShellWord {
  static func quote(_ word: String) -> String {
    let isPlain = word.wholeMatch(of: /[A-Za-z0-9_.\/=:,+@%^~{}$-]+/) != nil
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}

/// The names below a folder, for the message of a failure.
private enum FolderListing {
  static func text(of folder: FilePath, limit: Int = 100) -> String {
    guard let root = try? RootDirectory(folder) else { return "(cannot be listed)" }
    let tree = DirectoryTree.list(root) { $0.name.elementsEqual(".git".utf8) == false }
    let lines = tree.files.prefix(limit).map { "\($0.path)  \($0.status.size) bytes" }
    let rest = tree.files.count - lines.count
    return (lines + (rest > 0 ? ["and \(rest) more"] : [])).joined(separator: "\n")
  }
}

extension String {
  var withoutLastNewlines: String {
    String(self[..<(lastIndex { $0 != "\n" }.map { index(after: $0) } ?? startIndex)])
  }
}
