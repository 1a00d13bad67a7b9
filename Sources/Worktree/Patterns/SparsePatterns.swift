// SPDX-License-Identifier: Apache-2.0

public import Files

/// What a sparse checkout keeps: the patterns of `info/sparse-checkout`, which are those of
/// gitignore(5) with the opposite meaning.
///
/// In cone mode git writes patterns that mean the same when they are taken as such.
public struct SparsePatterns {
  private let all: IgnoreFile
  /// Few in cone mode, where nearly every pattern is for folders alone.
  private let forFiles: IgnoreFile
  /// What was found out of folders, in which there may be very many files.
  private var known: [RelativePath: Bool] = [:]

  /// Reads the patterns.
  ///
  /// - Parameters:
  ///   - content: the whole file.
  ///   - foldsCase: whether ASCII letters match in either case (`core.ignoreCase`).
  public init(_ content: [UInt8], foldsCase: Bool = false) {
    all = IgnoreFile(content, foldsCase: foldsCase)
    forFiles = all.forFiles
  }

  /// Whether a sparse checkout would write a file.
  ///
  /// Where no pattern says anything of the file, the folders around it decide, the innermost first.
  /// Without any pattern there is no sparse checkout.
  public mutating func includes(_ path: RelativePath) -> Bool {
    if all.isEmpty { return true }
    return forFiles.verdict(PathSubject(path.bytes, isFolder: false), base: 0)
      ?? path.parent.map { includes(folder: $0) } ?? false
  }

  private mutating func includes(folder: RelativePath) -> Bool {
    if let answer = known[folder] { return answer }
    let answer =
      all.verdict(PathSubject(folder.bytes, isFolder: true), base: 0)
      ?? folder.parent.map { includes(folder: $0) } ?? false
    known[folder] = answer
    return answer
  }
}
