using System.Reflection;
using System.Reflection.Emit;
using Akka.Serialization.Internal;
using Xunit;

namespace Akka.Simulation.Serialization;

public class WireTypesTests
{
    [Theory]
    [InlineData("Systemic", true)]
    [InlineData("SystemsBiology.Model", true)]
    [InlineData("System", false)]
    [InlineData("System.Private.CoreLib", false)]
    [InlineData("Microsoft.Extensions", false)]
    public void An_assembly_is_the_frameworks_by_a_whole_part_of_its_name(string assembly, bool isServable)
    {
        var module = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName(assembly), AssemblyBuilderAccess.Run).DefineDynamicModule("module");
        var type = module.DefineType("Cell", TypeAttributes.Public).CreateType();

        Assert.Equal(isServable, WireTypes.IsServable(type));
    }
}
