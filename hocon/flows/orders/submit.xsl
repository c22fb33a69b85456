<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <!-- An order as customers write it, as what the executor wants. -->
  <xsl:template match="/order">
    <request>
      <customer><xsl:value-of select="@customer"/></customer>
      <total>
        <xsl:call-template name="sum"><xsl:with-param name="lines" select="line"/></xsl:call-template>
      </total>
    </request>
  </xsl:template>

  <xsl:template name="sum">
    <xsl:param name="lines"/>
    <xsl:param name="so-far" select="0"/>
    <xsl:choose>
      <xsl:when test="$lines">
        <xsl:call-template name="sum">
          <xsl:with-param name="lines" select="$lines[position() > 1]"/>
          <xsl:with-param name="so-far" select="$so-far + $lines[1]/@price * $lines[1]/@count"/>
        </xsl:call-template>
      </xsl:when>
      <xsl:otherwise><xsl:value-of select="format-number($so-far, '0.00')"/></xsl:otherwise>
    </xsl:choose>
  </xsl:template>

  <xsl:template match="/*" priority="-1">
    <xsl:message terminate="yes">expected an order, with lines in it</xsl:message>
  </xsl:template>
</xsl:stylesheet>
