// SPDX-License-Identifier: Apache-2.0

public import Configuration
public import Files

/// Which files of a folder are the dataset, as the folder's own `.modelgate-patterns` says.
///
/// A native manifest has no room for such a rule: coreutils would stumble over it. So the rule is a
/// file of the dataset, and the manifest lists it: whoever changes it, adds it or takes it away
/// changes the dataset, and `verify` says so. One line is one pattern, `include PATTERN` or
/// `exclude PATTERN`, as ``PathPattern`` reads them from the dataset's folder; `#` starts a comment.
/// With any `include` line, only what one of them names is taken.
public struct DatasetPatterns: Sendable, Equatable {
  /// The file's name, at the top of the dataset's folder.
  public static let fileName = ".modelgate-patterns"
  /// Larger files are refused.
  static let byteLimit = 1 << 16
  private static let heading = "# The files of this folder that are the dataset."

  /// What is taken; everything when there is none.
  public let include: [PathPattern]
  /// What is left out, even when it is included.
  public let exclude: [PathPattern]

  /// Makes a rule.
  public init(include: [PathPattern], exclude: [PathPattern]) {
    (self.include, self.exclude) = (include, exclude)
  }

  /// Reads a file of patterns; anything that is not understood is refused.
  public init(parsing bytes: [UInt8]) throws(ManifestError) {
    guard bytes.count <= Self.byteLimit, let text = String(validating: bytes, as: UTF8.self) else {
      throw ManifestError("'\(Self.fileName)' is too large, or not UTF-8")
    }
    var patterns: (include: [PathPattern], exclude: [PathPattern]) = ([], [])
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    where !line.isEmpty && !line.hasPrefix("#") {
      let words = line.split(separator: " ", maxSplits: 1)
      guard words.count == 2, let pattern = PathPattern(String(words[1])) else {
        throw Self.defect(line, index + 1)
      }
      switch words[0] {
      case "include": patterns.include.append(pattern)
      case "exclude": patterns.exclude.append(pattern)
      default: throw Self.defect(line, index + 1)
      }
    }
    self.init(include: patterns.include, exclude: patterns.exclude)
  }

  private static func defect(_ line: Substring, _ number: Int) -> ManifestError {
    let line = RelativePath.quoted(Array(line.utf8))
    return ManifestError(
      "'\(fileName)', line \(number): '\(line)' is not 'include PATTERN' or 'exclude PATTERN'")
  }

  /// The text of the file.
  public var text: String {
    ([Self.heading] + include.map { "include \($0)" } + exclude.map { "exclude \($0)" })
      .joined(separator: "\n") + "\n"
  }

  /// Whether a path of the folder belongs to the dataset; the patterns' own file always does.
  public func selects(_ path: RelativePath) -> Bool {
    if path.bytes.elementsEqual(Self.fileName.utf8) { return true }
    return (include.isEmpty || include.contains { $0.matches(path) })
      && !exclude.contains { $0.matches(path) }
  }
}

extension DatasetPatterns {
  /// The patterns of a folder; nil when it has none.
  ///
  /// A link or a FIFO of that name counts as none: it is told as what it is, with the other names.
  public static func read(in folder: borrowing RootDirectory) throws -> DatasetPatterns? {
    try readWithStatus(in: folder)?.patterns
  }

  /// The status is that of the very file that was read.
  static func readWithStatus(in folder: borrowing RootDirectory) throws
    -> (patterns: DatasetPatterns, status: FileStatus)?
  {
    let path = RelativePath(unchecked: Array(fileName.utf8))
    guard let status = try? folder.status(path), status.kind == .file else { return nil }
    let bytes: [UInt8] = try folder.read(path, limit: byteLimit)
    return (try DatasetPatterns(parsing: bytes), status)
  }
}
