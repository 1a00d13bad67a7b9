// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
public import SystemPackage

/// A manifest of an OCI image layout, as command lines name it: `oci:PATH`, `oci:PATH:TAG` or
/// `oci:PATH@sha256:HEX`.
public struct OCIReference: Sendable, CustomStringConvertible {
  /// The text as it was given, printable.
  public let description: String
  /// The folder of the layout.
  public let path: FilePath
  let selection: Selection

  /// Which manifest is meant.
  enum Selection: Hashable, Sendable {
    /// The only one.
    case only
    case tag(String)
    case digest(Digest)
  }

  /// Reads a text; nil when it does not begin with `oci:`.
  ///
  /// What follows the last colon is a tag, unless the whole is a folder.
  public init?(_ text: String) {
    let prefix = "oci:"
    guard text.utf8.starts(with: prefix.utf8) else { return nil }
    description = PrintableText.escape(text)
    let rest = text.dropFirst(prefix.count)
    if (try? FileStatus(following: FilePath(String(rest))))?.kind == .directory {
      (path, selection) = (FilePath(String(rest)), .only)
    } else if let at = rest.lastIndex(of: "@"), let digest = Digest(rest[rest.index(after: at)...])
    {
      (path, selection) = (FilePath(String(rest[..<at])), .digest(digest))
    } else if let colon = rest.lastIndex(of: ":"), !rest[colon...].contains("/") {
      let tag = String(rest[rest.index(after: colon)...])
      (path, selection) = (FilePath(String(rest[..<colon])), .tag(tag))
    } else {
      (path, selection) = (FilePath(String(rest)), .only)
    }
  }
}
