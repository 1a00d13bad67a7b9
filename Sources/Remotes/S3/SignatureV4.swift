// SPDX-License-Identifier: Apache-2.0

import Configuration
import Crypto
import Digests

/// Signs requests to S3 as AWS Signature Version 4 wants it.
///
/// curl could do it too, but what it signs of a query, an escaped path or further header fields
/// differs between the versions that systems have.
struct SignatureV4 {
  let credentials: AWSCredentials
  let region: String
  /// Seconds since 1970-01-01T00:00:00Z.
  let time: Int64

  private static let emptyDigest = Digest.of([]).hex

  /// The fields to add to a request without a body.
  ///
  /// `path` and `query` are as they stand in the URL, already escaped; the query's parameters are
  /// in order.
  func headers(
    method: String, host: String, path: String, query: String,
    signing extra: [(name: String, value: String)] = []
  ) -> [(name: String, value: String)] {
    let scope = "\(day)/\(region)/s3/aws4_request"
    var fields = [
      ("host", host), ("x-amz-content-sha256", Self.emptyDigest), ("x-amz-date", stamp),
    ]
    if let token = credentials.token { fields.append(("x-amz-security-token", token)) }
    fields += extra.map { ($0.name, $0.value) }
    fields.sort { $0.0 < $1.0 }
    let names = fields.map(\.0).joined(separator: ";")
    let lines = fields.map { "\($0.0):\($0.1)\n" }.joined()
    let canonical = [method, path, query, lines, names, Self.emptyDigest].joined(separator: "\n")
    let digest = Digest.of(Array(canonical.utf8)).hex
    let signed = "AWS4-HMAC-SHA256\n\(stamp)\n\(scope)\n\(digest)"
    let authorization =
      "AWS4-HMAC-SHA256 Credential=\(credentials.accessKey)/\(scope), "
      + "SignedHeaders=\(names), Signature=\(Hex.encode(Self.code(signed, key)))"
    let sent = fields.filter { $0.0 != "host" }.map { (name: $0.0, value: $0.1) }
    return sent + [("authorization", authorization)]
  }

  private var key: [UInt8] {
    var key = Array("AWS4\(credentials.secret)".utf8)
    for part in [day, region, "s3", "aws4_request"] { key = Self.code(part, key) }
    return key
  }

  private static func code(_ text: String, _ key: [UInt8]) -> [UInt8] {
    Array(
      HMAC<SHA256>.authenticationCode(for: Array(text.utf8), using: SymmetricKey(data: key)))
  }

  /// `YYYYMMDD`.
  private var day: String {
    CalendarDay(secondsSinceEpoch: time).description.replacing("-", with: "")
  }

  /// `YYYYMMDDThhmmssZ`.
  private var stamp: String {
    let second = (time % 86_400 + 86_400) % 86_400
    let parts = [second / 3600, second / 60 % 60, second % 60]
    return "\(day)T" + parts.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined() + "Z"
  }
}
