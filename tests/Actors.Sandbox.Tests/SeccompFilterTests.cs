using System.Buffers.Binary;
using Actors.Jobs.Sandboxes;
using Xunit;

namespace Actors.Sandbox.Tests;

/// <summary>The filter's own answers, as the kernel would compute them. (Many of the calls fail without a filter too, so running them shows little.)</summary>
public class SeccompFilterTests
{
    private const uint Allowed = 0x7fff0000;
    private const uint Failed = 0x00050000;
    private const uint Killed = 0x80000000;

    [Theory]
    [InlineData("bpf", 38)]
    [InlineData("io_uring_setup", 38)]
    [InlineData("keyctl", 1)]
    [InlineData("ptrace", 1)]
    [InlineData("mount", 1)]
    [InlineData("remap_file_pages", 38)]
    public void Dangerous_calls_fail_on_every_processor(string call, uint error)
    {
        foreach (var numbers in new[] { SyscallNumbers.X64, SyscallNumbers.Arm64 })
            Assert.Equal(Failed | error, Answer(numbers, numbers.Find(call)!.Value));
    }

    [Fact]
    public void Every_call_that_is_named_is_known_on_x64_and_all_others_pass()
    {
        string[] notThere = [];
        Assert.Equal(notThere, ForbiddenCalls.Always.Concat(ForbiddenCalls.HiddenMemory).Select(call => call.Name).Where(name => SyscallNumbers.X64.Find(name) is null));
        var forbidden = ForbiddenCalls.Always.Select(call => SyscallNumbers.X64.Find(call.Name)!.Value).Concat<uint>([16, 41, 53, 56]).ToHashSet();
        Assert.All(Enumerable.Range(0, 500).Select(number => (uint)number).Where(number => !forbidden.Contains(number)), number => Assert.Equal(Allowed, Answer(SyscallNumbers.X64, number)));
    }

    [Theory]
    [InlineData("socket")]
    [InlineData("socketpair")]
    public void Sockets_are_of_the_internet_or_local(string call)
    {
        foreach (var numbers in new[] { SyscallNumbers.X64, SyscallNumbers.Arm64 })
        {
            var number = numbers.Find(call)!.Value;
            Assert.All(new uint[] { 1, 2, 10, 16 }, family => Assert.Equal(Allowed, Answer(numbers, number, family)));
            Assert.All(new uint[] { 0, 3, 17, 38, 40 }, family => Assert.Equal(Failed | 97, Answer(numbers, number, family)));
        }
    }

    [Fact]
    public void Further_namespaces_and_typing_into_terminals_are_refused_by_their_arguments()
    {
        Assert.Equal(Failed | 1, Answer(SyscallNumbers.X64, 56, 0x10000000 | 17));
        Assert.Equal(Allowed, Answer(SyscallNumbers.X64, 56, 0x003d0f00));
        Assert.Equal(Failed | 1, Answer(SyscallNumbers.X64, 16, 0, 0x5412));
        Assert.Equal(Allowed, Answer(SyscallNumbers.X64, 16, 0, 0x5413));
    }

    [Fact]
    public void Other_sets_of_calls_are_no_way_around_it()
    {
        Assert.Equal(Failed | 38, Answer(SyscallNumbers.X64, 0x40000000 + 39)); // x32
        Assert.Equal(Killed, Run(SeccompFilter.Build(SyscallNumbers.X64, true).AsSpan(), 11, 0x40000003, 0, 0)); // i386
    }

    [Fact]
    public void Hidden_memory_is_refused_only_where_nothing_else_counts_it()
    {
        Assert.Equal(Allowed, Answer(SyscallNumbers.X64, 319));
        Assert.Equal(Failed | 38, Run(SeccompFilter.Build(SyscallNumbers.X64, false).AsSpan(), 319, SyscallNumbers.X64.Architecture, 0, 0));
    }

    private static uint Answer(SyscallNumbers numbers, uint call, uint first = 0, uint second = 0) =>
        Run(SeccompFilter.Build(numbers, allowsHiddenMemory: true).AsSpan(), call, numbers.Architecture, first, second);

    /// <summary>The six instructions of the kernel's machine that filters use.</summary>
    private static uint Run(ReadOnlySpan<byte> program, uint call, uint architecture, uint first, uint second)
    {
        var value = 0u;
        for (var at = 0; ; at++)
        {
            var instruction = program[(at * 8)..];
            var operand = BinaryPrimitives.ReadUInt32LittleEndian(instruction[4..]);
            var code = BinaryPrimitives.ReadUInt16LittleEndian(instruction);
            if (code == 0x06)
                return operand;
            if (code == 0x20)
                value = operand switch { 0 => call, 4 => architecture, 16 => first, 24 => second, _ => throw new InvalidOperationException($"load from {operand}") };
            else
                at += Holds(code, value, operand) ? instruction[2] : instruction[3];
        }
    }

    private static bool Holds(ushort code, uint value, uint operand) => code switch
    {
        0x15 => value == operand,
        0x35 => value >= operand,
        0x45 => (value & operand) != 0,
        _ => throw new InvalidOperationException($"instruction {code:x}"),
    };
}
