// SPDX-License-Identifier: Apache-2.0

public import Files
public import Findings

/// Why a manifest does not say, beyond doubt, what a dataset's content is.
public struct ManifestError: ExplainedError, Hashable {
  /// The manifest, from the repository's root, where known.
  public var manifest: RelativePath?
  /// The line, from 1; nil when it concerns the whole file.
  public let line: Int?
  /// What is wrong, in words.
  public let reason: String

  /// Says what is wrong, and where.
  public init(_ reason: String, line: Int? = nil, in manifest: RelativePath? = nil) {
    self.reason = reason
    self.line = line
    self.manifest = manifest
  }

  /// For example `'data/churn.sha256', line 3: the path is absolute`.
  public var message: String {
    let place = [manifest.map { "'\($0)'" }, line.map { "line \($0)" }].compactMap { $0 }
    return place.isEmpty ? reason : place.joined(separator: ", ") + ": " + reason
  }

  /// A manifest that says nothing certain refuses what it should cover.
  public var status: ExitStatus { .refused }

  func within(_ manifest: RelativePath) -> ManifestError {
    ManifestError(reason, line: line, in: manifest)
  }
}
