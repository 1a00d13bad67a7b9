// SPDX-License-Identifier: Apache-2.0

import Findings
import Manifests
import SystemPackage

/// A pair of keys, and the token of a session that they may belong to.
struct AWSCredentials: Sendable, Hashable {
  var accessKey: String
  var secret: String
  var token: String?
}

/// What the environment and the files of AWS say; the environment wins, as in AWS's own tools.
struct AWSSettings: Sendable {
  private let environment: [String: String]
  private let profile: [String: String]
  private let shared: [String: String]
  private let services: [String: String]
  private let isProfileNamed: Bool

  /// Reads `~/.aws/config` and `~/.aws/credentials`, or what names them; a profile that is named
  /// here wins over `AWS_PROFILE`.
  init(
    environment: [String: String], profile name: String? = nil, config: String? = nil,
    credentials: String? = nil
  ) throws(Failure) {
    self.environment = environment
    let named = name ?? environment["AWS_PROFILE"] ?? environment["AWS_DEFAULT_PROFILE"]
    let profile = named ?? "default"
    isProfileNamed = name != nil
    let settings = try Self.read(
      config ?? environment["AWS_CONFIG_FILE"], "config", environment)
    let keys = try Self.read(
      credentials ?? environment["AWS_SHARED_CREDENTIALS_FILE"], "credentials", environment)
    let own = settings.sections["profile \(profile)"]
    self.profile = own ?? settings.sections[profile] ?? [:]
    shared = keys.sections[profile] ?? [:]
    services = self.profile["services"].flatMap { settings.sections["services \($0)"] } ?? [:]
    if named != nil, self.profile.isEmpty, shared.isEmpty {
      throw Failure(
        "there is no AWS profile '\(profile)'", hints: ["aws configure --profile \(profile)"])
    }
  }

  /// The keys; nil when there are none.
  var credentials: AWSCredentials? {
    let fromEnvironment = Self.credentials { environment[$0.uppercased()] }
    let fromFiles =
      Self.credentials { shared[$0] } ?? Self.credentials { profile[$0] }
    return isProfileNamed ? fromFiles ?? fromEnvironment : fromEnvironment ?? fromFiles
  }

  /// The region, if one is set.
  var region: String? {
    environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? profile["region"]
  }

  /// Where S3 is, if not at AWS.
  var endpoint: String? {
    environment["AWS_ENDPOINT_URL_S3"] ?? environment["AWS_ENDPOINT_URL"]
      ?? services["s3.endpoint_url"] ?? profile["s3.endpoint_url"] ?? profile["endpoint_url"]
  }

  /// A file of trusted certificates, if one is set.
  var certificates: String? { environment["AWS_CA_BUNDLE"] ?? profile["ca_bundle"] }

  private static func credentials(_ value: (String) -> String?) -> AWSCredentials? {
    guard let access = value("aws_access_key_id"), let secret = value("aws_secret_access_key"),
      !access.isEmpty, !secret.isEmpty
    else { return nil }
    return AWSCredentials(
      accessKey: access, secret: secret, token: value("aws_session_token"))
  }

  private static func read(_ path: String?, _ name: String, _ environment: [String: String])
    throws(Failure) -> INIFile
  {
    let home = environment["HOME"].map { FilePath($0) }
    var file = home?.appending(".aws").appending(name)
    if let path {
      file =
        path.hasPrefix("~/") ? home?.pushing(FilePath(String(path.dropFirst(2)))) : FilePath(path)
    }
    return try file.map { file throws(Failure) in
      try INIFile(reading: file, style: .aws)
    } ?? INIFile()
  }
}
