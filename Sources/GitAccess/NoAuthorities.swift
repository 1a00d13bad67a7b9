// SPDX-License-Identifier: Apache-2.0

/// Stands in for the function of Mbed TLS by which libgit2, where it is built with that library,
/// reads every certificate authority of the machine as soon as it starts.
///
/// That takes longer than the whole check of a small repository. libgit2 is never let near a
/// network here, remotes are asked through git itself, so the authorities would be for nothing; if
/// it ever tried to connect it would trust nobody. Elsewhere nobody calls this.
///
/// - Returns: `MBEDTLS_ERR_X509_FILE_IO_ERROR`, as if there were no such file.
@_cdecl("mbedtls_x509_crt_parse_file")
public func parseNoAuthorities(_ chain: UnsafeMutableRawPointer?, _ path: UnsafePointer<CChar>?)
  -> CInt
{
  -0x2900
}
