// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
import Findings
import Manifests
import SystemPackage

/// A remote of DVC as its settings describe it.
struct DVCRemote: Sendable {
  /// Its name in the settings.
  let name: String
  /// Where it is, for people.
  let place: String
  /// The objects in it.
  let store: any ObjectStore
  /// Whether it keeps files under their own names, and their versions itself.
  let isVersioned: Bool

  /// Follows the settings; a kind of storage that cannot be asked is an error that says what can.
  init(_ name: String, _ settings: DVCSettings, environment: [String: String]) throws(Failure) {
    guard let values = settings.remote(name), let url = values["url"] else {
      throw Failure(
        "DVC's settings have no remote '\(name)' with a URL", hints: ["dvc remote list"])
    }
    self.name = name
    isVersioned = Self.isTrue(values["version_aware"]) || Self.isTrue(values["worktree"])
    store = try Self.store(url, values, settings, environment, depth: 0)
    place = store.name
  }

  private static func isTrue(_ value: DVCSettings.Value?) -> Bool {
    ["true", "1", "yes", "on"].contains(value?.text.lowercased() ?? "")
  }

  private static func store(
    _ url: DVCSettings.Value, _ values: [String: DVCSettings.Value], _ settings: DVCSettings,
    _ environment: [String: String], depth: Int
  ) throws(Failure) -> any ObjectStore {
    if let location = S3Location(url.text) {
      return try s3(location, values, environment)
    }
    if url.text.hasPrefix("remote://"), depth < 8 {
      return try nested(url.text, values, settings, environment, depth)
    }
    if url.text.hasPrefix("file://") {
      return FolderStore(folder: FilePath(String(url.text.dropFirst(7))))
    }
    guard !url.isURL else {
      throw Failure(
        "a remote at '\(SafeURL.text(url.text))' cannot be asked by modelgate",
        hints: ["dvc data status --not-in-remote"])
    }
    return FolderStore(folder: url.path)
  }

  /// `remote://NAME/PATH` is a path in another remote, with that one's settings.
  private static func nested(
    _ text: String, _ values: [String: DVCSettings.Value], _ settings: DVCSettings,
    _ environment: [String: String], _ depth: Int
  ) throws(Failure) -> any ObjectStore {
    let rest = text.dropFirst(9)
    let name = String(rest.prefix { $0 != "/" })
    guard let other = settings.remote(name), let base = other["url"] else {
      throw Failure("'\(SafeURL.text(text))' names no remote", hints: ["dvc remote list"])
    }
    let tail = rest.dropFirst(name.count)
    let url = DVCSettings.Value(text: base.text + tail, folder: base.folder)
    return try store(
      url, other.merging(values) { $1 }, settings, environment, depth: depth + 1)
  }

  private static func s3(
    _ location: S3Location, _ values: [String: DVCSettings.Value], _ environment: [String: String]
  ) throws(Failure) -> any ObjectStore {
    var keys: AWSCredentials?
    if let access = values["access_key_id"]?.text, let secret = values["secret_access_key"]?.text {
      keys = AWSCredentials(
        accessKey: access, secret: secret, token: values["session_token"]?.text)
    }
    let isAnonymous = isTrue(values["allow_anonymous_login"])
    let settings = try AWSSettings(
      environment: environment, profile: values["profile"]?.text,
      config: values["configpath"]?.path.string,
      credentials: values["credentialpath"]?.path.string)
    let verify = values["ssl_verify"].flatMap { isTrue($0) ? nil : $0 }
    if let verify, ["false", "0", "no", "off"].contains(verify.text.lowercased()) {
      throw Failure(
        "the remote switches the check of certificates off ('ssl_verify')",
        hints: ["dvc remote modify NAME ssl_verify CERTIFICATES.pem"])
    }
    let endpoint = try S3Endpoint(
      location, endpoint: values["endpointurl"]?.text, region: values["region"]?.text,
      credentials: keys, isAnonymous: isAnonymous, certificates: verify?.path.string,
      settings: settings)
    return S3Store(endpoint: endpoint, curl: Curl(environment: environment))
  }
}
