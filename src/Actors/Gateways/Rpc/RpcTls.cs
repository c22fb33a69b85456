using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Actors.Services;

namespace Actors.Gateways.Rpc;

/// <summary>TLS as both sides use it: who names an authority trusts that one and no other.</summary>
internal static class RpcTls
{
    public static SslServerAuthenticationOptions ForServer(SocketServerTls tls) => new()
    {
        ServerCertificateContext = SslStreamCertificateContext.Create(tls.Certificate, additionalCertificates: null, offline: true),
        ClientCertificateRequired = tls.ClientAuthority != null,
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck, // an authority of one's own has no list to ask
        CertificateChainPolicy = tls.ClientAuthority == null ? null : Trusting(tls.ClientAuthority),
    };

    public static SslClientAuthenticationOptions ForClient(RpcTlsOptions tls, string host) => new()
    {
        TargetHost = tls.ServerName ?? host,
        ClientCertificates = tls.Certificate == null ? null : [tls.Certificate],
        CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
        CertificateChainPolicy = tls.Authority == null ? null : Trusting(tls.Authority),
    };

    private static X509ChainPolicy Trusting(X509Certificate2Collection authority)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(authority);
        return policy;
    }
}
