// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Manifests

/// What a remote should hold of DVC's outputs.
///
/// What the files say is for ``DVCTrackedOutput`` to read; here only what a remote needs counts.
enum DVCOutputs {
  /// One output, or what made a file unreadable.
  struct Entry: Sendable {
    /// The `.dvc` file or `dvc.lock`.
    let manifest: RelativePath
    /// The output, from the repository's root; the manifest where it cannot be told.
    let path: RelativePath
    let content: Content
    /// The remote that the output names.
    var remote: String?
  }

  /// What a remote should hold.
  enum Content: Sendable {
    case file(Digest, size: Int64?, isLegacy: Bool)
    case folder(Digest, size: Int64?, isLegacy: Bool)
    /// Files that remotes with versions keep under their own names.
    case versioned([VersionedFile])
    /// Nothing, on purpose.
    case exempt(String)
    case unreadable(String)
  }

  /// A file, and its version in each remote.
  struct VersionedFile: Sendable {
    /// Beneath the output; nil when the output is the file.
    let path: RelativePath?
    let digest: Digest?
    let size: Int64?
    let versions: [DVCOutput.Version]
  }

  /// The outputs of a `.dvc` file or a `dvc.lock`; one entry that is unreadable for a file that is.
  static func entries(of manifest: RelativePath, _ bytes: [UInt8], stages: [UInt8]?) -> [Entry] {
    do throws(ManifestError) {
      return try DVCTrackedOutput.all(of: manifest, bytes, pipeline: stages).map { tracked in
        let content = exemption(of: tracked).map(Content.exempt) ?? content(of: tracked.output)
        return Entry(
          manifest: manifest, path: tracked.path, content: content, remote: tracked.remote)
      }
    } catch {
      return [Entry(manifest: manifest, path: manifest, content: .unreadable(error.reason))]
    }
  }

  private static func exemption(of tracked: DVCTrackedOutput) -> String? {
    if !tracked.isCached { return "git keeps it ('cache: false')" }
    if let origin = tracked.origin {
      let commit = origin.revision ?? "a commit that is not recorded"
      return "it is imported from '\(SafeURL.text(origin.repository ?? ""))' at \(commit)"
    }
    return tracked.isPushed ? nil : "DVC does not push it ('push: false')"
  }

  private static func content(of output: DVCOutput) -> Content {
    if let files = output.files {
      return .versioned(
        files.map {
          VersionedFile(path: $0.path, digest: $0.digest, size: $0.size, versions: $0.versions)
        })
    }
    if !output.versions.isEmpty {
      return .versioned([
        VersionedFile(
          path: nil, digest: output.digest, size: output.size, versions: output.versions)
      ])
    }
    guard let digest = output.digest else { return .unreadable("the output records no MD5") }
    let isLegacy = output.hash != .md5
    return output.isFolder
      ? .folder(digest, size: output.size, isLegacy: isLegacy)
      : .file(digest, size: output.size, isLegacy: isLegacy)
  }
}
