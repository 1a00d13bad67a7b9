// SPDX-License-Identifier: Apache-2.0

import Files
import Findings

/// Where the objects of one bucket are asked for, and by whom.
struct S3Endpoint: Sendable {
  let location: S3Location
  var region: String
  /// Nil asks without a signature.
  let credentials: AWSCredentials?
  let certificates: String?
  /// `https://HOST[:PORT]`, and the path before the bucket, when S3 is not at AWS.
  private let custom: (base: String, path: String)?

  /// Combines what a remote says itself with the settings of AWS.
  init(
    _ location: S3Location, endpoint: String? = nil, region: String? = nil,
    credentials: AWSCredentials? = nil, isAnonymous: Bool = false, certificates: String? = nil,
    settings: AWSSettings
  ) throws(Failure) {
    self.location = location
    self.region = region ?? settings.region ?? "us-east-1"
    let found = credentials ?? settings.credentials
    guard isAnonymous || found != nil else {
      throw Failure(
        "there are no keys for '\(location)'",
        hints: ["aws configure", "eval \"$(aws configure export-credentials --format env)\""])
    }
    self.credentials = isAnonymous ? nil : found
    self.certificates = certificates ?? settings.certificates
    custom = try (endpoint ?? settings.endpoint).map(Self.split)
  }

  private static func split(_ url: String) throws(Failure) -> (base: String, path: String) {
    guard let scheme = ["https://", "http://"].first(where: { url.hasPrefix($0) }) else {
      throw Failure("the endpoint is no http or https URL")
    }
    let rest = url.dropFirst(scheme.count)
    let host = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
    let path = rest[host.endIndex...].split(separator: "/").map { "/\($0)" }.joined()
    guard !host.isEmpty, !host.contains("@"), !path.contains("?"), !path.contains("#") else {
      throw Failure("the endpoint names no host, or more than a host and a path")
    }
    return (scheme + String(host), path)
  }

  /// A signed request for the bucket's existence, or for an object's head or bytes.
  func request(
    _ method: HTTPRequest.Method, key: RelativePath?, version: String? = nil, time: Int64
  ) -> HTTPRequest {
    let (base, folder) = place
    let path = folder + "/" + (key.map(location.escapedKey) ?? "")
    let query = version.map { "versionId=" + S3Location.escape(Array($0.utf8)) } ?? ""
    let extra = [(name: "x-amz-checksum-mode", value: "ENABLED")]
    var headers = extra
    if let credentials {
      let host = String(base.drop { $0 != ":" }.dropFirst(3))
      headers = SignatureV4(credentials: credentials, region: region, time: time).headers(
        method: method.word, host: host, path: path, query: query, signing: extra)
    }
    return HTTPRequest(
      method: method, url: base + path + (query.isEmpty ? "" : "?\(query)"), headers: headers,
      certificates: certificates)
  }

  /// The bucket's name is in the path at other endpoints, and where a certificate would not fit it.
  private var place: (base: String, folder: String) {
    if let custom { return (custom.base, "\(custom.path)/\(location.bucket)") }
    let domain = region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com"
    let service = "s3.\(region).\(domain)"
    let isHost = location.bucket.allSatisfy { $0 != "." && $0 != "_" && !$0.isUppercase }
    return isHost
      ? ("https://\(location.bucket).\(service)", "")
      : ("https://\(service)", "/\(location.bucket)")
  }
}

extension HTTPRequest.Method {
  /// As it stands in a request.
  var word: String {
    switch self {
    case .get: "GET"
    case .head: "HEAD"
    case .post: "POST"
    }
  }
}
