using System.Security.Cryptography.X509Certificates;
using Akka.Actor.Setup;

namespace Akka.Remote.Transport.DotNetty;

/// <summary>Gives TLS its certificate in code, in place of <c>akka.remote.dot-netty.tcp.ssl</c>. TLS still has to be switched on by <c>enable-ssl</c>.</summary>
/// <param name="certificate">With its private key.</param>
/// <param name="suppressValidation">Take any certificate: for tests only.</param>
public sealed class DotNettySslSetup(X509Certificate2 certificate, bool suppressValidation) : Setup
{
    public X509Certificate2 Certificate { get; } = certificate;

    public bool SuppressValidation { get; } = suppressValidation;
}
