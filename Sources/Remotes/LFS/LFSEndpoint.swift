// SPDX-License-Identifier: Apache-2.0

import Files
import Findings
import SystemPackage

/// Where Git LFS downloads from, found as git-lfs finds it.
enum LFSEndpoint: Equatable {
  /// The URL of an API, without `/objects/batch`.
  case api(String)
  /// A repository of this machine.
  case folder(FilePath)
  /// A repository behind ssh, whose server tells where the API is.
  case ssh(host: String, port: String?, path: String)

  /// Follows `lfs.url`, `remote.NAME.lfsurl` and the remote's own URL; nil without any remote.
  init?(_ settings: GitSettings, shared: GitSettings, branch: String?) throws(Failure) {
    let remotes = settings.names(of: "remote", "url")
    let tracked = branch.flatMap { settings["branch.\($0).remote"] }
    let wanted = settings["remote.lfsdefault"] ?? shared["remote.lfsdefault"] ?? tracked
    let chosen =
      remotes.first { $0.name == wanted } ?? remotes.first { $0.name == "origin" } ?? remotes.first
    let key = "remote.\(chosen?.name ?? "origin").lfsurl"
    let named = settings["lfs.url"] ?? settings[key] ?? shared["lfs.url"] ?? shared[key]
    if let named {
      self = try Self.endpoint(settings.rewritten(named), isAPI: true)
      return
    }
    guard let url = chosen?.value else { return nil }
    self = try Self.endpoint(settings.rewritten(url), isAPI: false)
  }

  private static func endpoint(_ url: String, isAPI: Bool) throws(Failure) -> LFSEndpoint {
    if url.hasPrefix("http://") || url.hasPrefix("https://") {
      let bare = url.hasSuffix("/") ? String(url.dropLast()) : url
      if isAPI { return .api(bare) }
      return .api(bare.hasSuffix(".git") ? bare + "/info/lfs" : bare + ".git/info/lfs")
    }
    if url.hasPrefix("file://") { return .folder(FilePath(String(url.dropFirst(7)))) }
    if url.hasPrefix("ssh://") || url.hasPrefix("git+ssh://") {
      return try ssh(url.drop { $0 != ":" }.dropFirst(3))
    }
    guard !url.contains("://") else {
      throw Failure("LFS at '\(SafeURL.text(url))' cannot be asked", hints: ["git lfs env"])
    }
    let colon = url.firstIndex(of: ":")
    let slash = url.firstIndex(of: "/")
    if let colon, colon < slash ?? url.endIndex {
      let path = url[url.index(after: colon)...]
      return try login(String(url[..<colon]), nil, String(path))
    }
    return .folder(FilePath(url))
  }

  private static func ssh(_ rest: Substring) throws(Failure) -> LFSEndpoint {
    let authority = rest.prefix { $0 != "/" }
    let path = String(rest[authority.endIndex...])
    let parts = authority.split(separator: ":", maxSplits: 1)
    return try login(
      String(parts.first ?? ""), parts.count > 1 ? String(parts[1]) : nil, path)
  }

  /// A host that ssh would take for an option is refused.
  private static func login(_ host: String, _ port: String?, _ path: String) throws(Failure)
    -> LFSEndpoint
  {
    guard !host.isEmpty, !host.hasPrefix("-"), !path.hasPrefix("-"), !path.isEmpty,
      port.map({ UInt16($0) != nil }) ?? true
    else { throw Failure("the remote's URL names no host and path for ssh") }
    return .ssh(host: host, port: port, path: path)
  }
}
