// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Manifests
import YAML

/// Reads what DVC's files say of where an output's content is kept.
///
/// The content itself is for the readers of manifests; here only what a remote needs counts.
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
    case file(md5: String, size: Int64?, isLegacy: Bool)
    case folder(md5: String, isLegacy: Bool)
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
    let md5: String?
    let size: Int64?
    let versions: [String: String?]
  }

  /// The outputs of a `.dvc` file or a `dvc.lock`; one entry that is unreadable for a file that is.
  static func entries(of manifest: RelativePath, _ bytes: [UInt8], stages: [UInt8]?) -> [Entry] {
    do {
      let root = try YAMLNode.parse(bytes)
      guard manifest.name.elementsEqual("dvc.lock".utf8) else {
        return try entries(of: root, manifest)
      }
      let flags = DVCStageFlags(try stages.map { try YAMLNode.parse($0) })
      return try (root["stages"]?.mapping ?? []).flatMap { stage in
        let outputs = stage.value["outs"]?.sequence ?? []
        return try outputs.map { try entry($0, manifest, wdir: nil, stage: nil, flags: flags) }
      }
    } catch {
      let reason = (error as? YAMLError)?.problem ?? (error as? ManifestError)?.reason ?? "\(error)"
      return [Entry(manifest: manifest, path: manifest, content: .unreadable(reason))]
    }
  }

  private static func entries(of root: YAMLNode, _ manifest: RelativePath) throws(ManifestError)
    -> [Entry]
  {
    guard let outputs = root["outs"]?.sequence, !outputs.isEmpty else {
      throw ManifestError("it has no output ('outs')")
    }
    var entries: [Entry] = []
    for output in outputs {
      entries.append(
        try entry(output, manifest, wdir: root["wdir"]?.text, stage: root, flags: nil))
    }
    return entries
  }

  private static func entry(
    _ node: YAMLNode, _ manifest: RelativePath, wdir: String?, stage: YAMLNode?,
    flags: DVCStageFlags?
  ) throws(ManifestError) -> Entry {
    guard let text = node["path"]?.text else { throw ManifestError("an output has no 'path'") }
    let path = try place(text, wdir, manifest)
    let settings = flags?[text] ?? node
    let reason = exemption(settings, stage)
    let content = if let reason { Content.exempt(reason) } else { try content(node) }
    var entry = Entry(manifest: manifest, path: path, content: content)
    entry.remote = settings["remote"]?.text
    return entry
  }

  /// The path from the repository's root; manifests of others may go up with `..`.
  private static func place(_ text: String, _ wdir: String?, _ manifest: RelativePath)
    throws(ManifestError) -> RelativePath
  {
    var parts = manifest.components.dropLast().map(Array.init)
    for word in [wdir ?? "", text] {
      guard !word.hasPrefix("/"), !word.contains("://") else {
        throw ManifestError("the output '\(text)' lies outside of the repository")
      }
      for part in word.utf8.split(separator: UInt8(ascii: "/")).map(Array.init) {
        if part == [0x2e] { continue }
        if part != [0x2e, 0x2e] {
          parts.append(part)
        } else if parts.popLast() == nil {
          throw ManifestError("the output '\(text)' lies outside of the repository")
        }
      }
    }
    guard let path = RelativePath(bytes: Array(parts.joined(separator: [0x2f]))) else {
      throw ManifestError("the path '\(text)' names nothing in the repository")
    }
    return path
  }

  private static func exemption(_ settings: YAMLNode, _ stage: YAMLNode?) -> String? {
    if settings["cache"]?.bool == false { return "git keeps it ('cache: false')" }
    if let repository = stage?["deps"]?.sequence?.first?["repo"] {
      let commit = repository["rev_lock"]?.text ?? "a commit that is not recorded"
      return "it is imported from '\(SafeURL.text(repository["url"]?.text ?? ""))' at \(commit)"
    }
    if settings["push"]?.bool == false { return "DVC does not push it ('push: false')" }
    return nil
  }

  private static func content(_ node: YAMLNode) throws(ManifestError) -> Content {
    if let files = node["files"]?.sequence {
      return .versioned(try files.map { node throws(ManifestError) in try versioned(node) })
    }
    if node["cloud"]?.mapping != nil {
      return .versioned([
        VersionedFile(
          path: nil, md5: try md5(of: node), size: node["size"]?.integer, versions: versions(node))
      ])
    }
    guard let text = node["md5"]?.text, node["md5"]?.isNull == false else {
      throw ManifestError("the output records no MD5")
    }
    let isLegacy = node["hash"]?.text.map { $0 != "md5" } ?? true
    let isFolder = text.hasSuffix(".dir")
    let hex = isFolder ? String(text.dropLast(4)) : text
    guard let digest = Digest(.md5, hex: hex), digest.hex == hex else { throw badMD5 }
    return isFolder
      ? .folder(md5: hex, isLegacy: isLegacy)
      : .file(md5: hex, size: node["size"]?.integer, isLegacy: isLegacy)
  }

  private static func versioned(_ node: YAMLNode) throws(ManifestError) -> VersionedFile {
    guard let path = node["relpath"]?.text.flatMap({ RelativePath($0) }) else {
      throw ManifestError("a file has no 'relpath' beneath the folder")
    }
    return VersionedFile(
      path: path, md5: try md5(of: node), size: node["size"]?.integer, versions: versions(node))
  }

  private static func md5(of node: YAMLNode) throws(ManifestError) -> String? {
    guard let text = node["md5"]?.text else { return nil }
    guard let digest = Digest(.md5, hex: text), digest.hex == text else { throw badMD5 }
    return text
  }

  private static let badMD5 = ManifestError(
    "the MD5 of an output is not 32 lower-case hexadecimal digits")

  private static func versions(_ node: YAMLNode) -> [String: String?] {
    var versions: [String: String?] = [:]
    for pair in node["cloud"]?.mapping ?? [] {
      if let remote = pair.key.text { versions[remote] = .some(pair.value["version_id"]?.text) }
    }
    return versions
  }
}

/// What a `dvc.yaml` says of outputs that its `dvc.lock` leaves out: `cache`, `push`, `remote`.
struct DVCStageFlags {
  private var settings: [String: YAMLNode] = [:]

  init(_ root: YAMLNode?) {
    let none: [(key: YAMLNode, value: YAMLNode)] = []
    for stage in root?["stages"]?.mapping ?? none {
      let body = stage.value["do"] ?? stage.value
      for list in ["outs", "metrics", "plots"] {
        for entry in body[list]?.sequence ?? [] {
          for pair in entry.mapping ?? none {
            if let path = pair.key.text { settings[path] = pair.value }
          }
        }
      }
    }
  }

  subscript(path: String) -> YAMLNode? { settings[path] }
}
